; What the setup program says, in each of its languages.
!macro Words NAME ENGLISH GERMAN
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_GERMAN} "${GERMAN}"
!macroend

!insertmacro Words OPTIONS_TITLE "Install Lookaloud" "Lookaloud installieren"
!insertmacro Words OPTIONS_ABOUT "One key, and the screen is spoken." "Eine Taste, und der Bildschirm wird gesprochen."
!insertmacro Words OPTIONS_WHERE "Lookaloud is installed for you alone. No administrator is needed. If an older version runs, it is ended and replaced." "Lookaloud wird nur für Sie installiert. Ein Administrator ist nicht nötig. Läuft eine ältere Version, wird sie beendet und ersetzt."
!insertmacro Words OPTIONS_AUTOSTART "&Start Lookaloud when I sign in" "Lookaloud &starten, wenn ich mich anmelde"
!insertmacro Words INSTALL "&Install" "&Installieren"
!insertmacro Words START_NOW "Start Lookaloud now" "Lookaloud jetzt starten"
!insertmacro Words SHORTCUT_ABOUT "Describes the screen and answers questions about it" "Beschreibt den Bildschirm und beantwortet Fragen dazu"
!insertmacro Words STOPPING "Ending the running Lookaloud" "Das laufende Lookaloud wird beendet"
!insertmacro Words STILL_RUNNING "Lookaloud is still running. Quit it, then choose Retry." "Lookaloud läuft noch. Beenden Sie es und wählen Sie dann Wiederholen."
!insertmacro Words OLD_STAYS "The older version could not be removed. Uninstall it in the settings of Windows, then start this program again." "Die ältere Version ließ sich nicht entfernen. Deinstallieren Sie sie in den Einstellungen von Windows und starten Sie dieses Programm dann noch einmal."
!insertmacro Words NOT_COPIED "Not all files could be written. Make room on the disk, then start this program again." "Nicht alle Dateien ließen sich schreiben. Schaffen Sie Platz auf dem Datenträger und starten Sie dieses Programm dann noch einmal."
!insertmacro Words NEEDS_64 "Lookaloud needs Windows 10 or later with 64 bits." "Lookaloud braucht Windows 10 oder neuer mit 64 Bit."
!insertmacro Words REMOVE_TITLE "Uninstall Lookaloud" "Lookaloud deinstallieren"
!insertmacro Words REMOVE_ABOUT "The program is ended and removed." "Das Programm wird beendet und entfernt."
!insertmacro Words REMOVE_WHAT "Your settings and the models that were fetched stay, for the next time. You can delete them, too." "Ihre Einstellungen und die geladenen Modelle bleiben für das nächste Mal. Sie können sie auch löschen."
!insertmacro Words REMOVE_PURGE "&Delete my settings and models, too" "Meine Einstellungen und Modelle &auch löschen"
!insertmacro Words REMOVE "&Uninstall" "&Deinstallieren"
