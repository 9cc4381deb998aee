exec zenity --question --title "Delete 3 photos?" --width 460 --icon-name dialog-warning \
  --text "The photos will be moved to the trash. After 30 days they are deleted for good.\n\nThis frees 18.4 MB." \
  --ok-label "Move to trash" --cancel-label "Keep"
