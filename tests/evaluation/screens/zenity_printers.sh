export GTK_THEME=Adwaita:dark
exec zenity --list --radiolist --title "Choose a printer" --width 640 --height 340 \
  --text "Where shall the 12 pages be printed?" \
  --column "" --column "Printer" --column "Location" --column "State" --column "Jobs" \
  FALSE "Brother HL-2350" "Reading room" "Ready" 0 \
  TRUE "Kyocera M5526" "Hallway, 2nd floor" "Printing" 3 \
  FALSE "Epson ET-8550" "Studio" "Out of paper" 1 \
  FALSE "HP LaserJet 4050" "Cellar" "Offline" 0 \
  --ok-label "Print"
