exec zenity --question --title="Printer problem" --width=520 \
  --text="The printer <b>Brother HL-L2350</b> in the study has stopped.

Paper is jammed in tray 2. Open the rear cover, pull the sheet out gently and close the cover again.

Waiting in the queue: 4 documents
Toner left: 15 %
Error code: E-52" \
  --ok-label="Try again" --cancel-label="Cancel printing" --extra-button="Show queue"
