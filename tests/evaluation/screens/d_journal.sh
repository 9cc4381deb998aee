cat > "$HOME/journal.txt" <<'END'
Oct 14 09:02:11 sauna-pi heater[412]: Started. Firmware 3.8.1
Oct 14 09:02:12 sauna-pi heater[412]: Target temperature set to 85 C by user pekka
Oct 14 09:31:47 sauna-pi heater[412]: Temperature 60 C
Oct 14 09:48:05 sauna-pi heater[412]: Warning: door open for more than 2 minutes
Oct 14 09:55:30 sauna-pi heater[412]: Door closed
Oct 14 10:14:02 sauna-pi heater[412]: Temperature 85 C, target reached
Oct 14 10:40:19 sauna-pi heater[412]: Error E07: sensor 2 does not answer
Oct 14 10:40:20 sauna-pi heater[412]: Heating switched off for safety
Oct 14 10:41:00 sauna-pi mailer[518]: Message sent to pekka@sauna.example
Disk: 12.4 GB of 29 GB used
END
exec xterm -T "journal - sauna-pi" -fa "DejaVu Sans Mono" -fs 12 -geometry 96x16 -e bash -c 'cat "$HOME/journal.txt"; sleep 1000'
