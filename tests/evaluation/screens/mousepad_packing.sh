mkdir -p "$HOME"
cat >"$HOME/packing-list.txt" <<'TEXT'
Packing list for Tromsø, 12 to 19 February

Clothes
- 3 wool jumpers
- thermal underwear
- the blue anorak (zip is mended)
- ice cleats, size 38

Electronics
- camera and two spare batteries
- head torch
- power bank 20,000 mAh

Papers
- ferry ticket, cabin 4127
- insurance card
- passport, valid until May 2031

Ask Ingrid to water the plants on Sunday.
Taxi to the station: Thursday 5:45, ordered from Taxi Holm, 22 euros.
TEXT
exec mousepad --disable-server "$HOME/packing-list.txt"
