; The setup program for Windows, over the folder that PyInstaller made. For one user, without
; administrator rights. Every page is a dialog of standard controls, which screen readers know:
; the choice of components that NSIS brings is left out, for its check boxes are drawn pictures.
; setup_program.py compiles it and gives VERSION, PAYLOAD, MADE, BITS and OUTPUT.
;
;   /S          asks nothing
;   /AUTOSTART  lets Lookaloud start with the session, where nobody is asked
;   /PURGE      the uninstaller deletes settings and models too
;
; It ends with 0 done, 1 left by the user, 2 not possible, such as while Lookaloud can't be stopped.
Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "nsDialogs.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "${MADE}/contents.nsh"

!define NAME "Lookaloud"
!define PROGRAM "lookaloud.exe"
!define CONSOLE "lookaloud-console.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\${PROGRAM}"
!define UNLOCK_TRIES 40 ; a quarter of a second each
!define ASK_EVERY 10 ; tries

Name "${NAME}"
OutFile "${OUTPUT}"
; Always there and nowhere else: what the uninstaller removes can't be a folder of the user's.
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
RequestExecutionLevel user
ManifestSupportedOS all
ManifestDPIAware true
SetCompressor /SOLID lzma
BrandingText "${NAME} ${VERSION}"
CRCCheck on

Var Folder
Var Autostart
Var AutostartBox
Var Purge
Var PurgeBox

!define MUI_ICON "${MADE}/lookaloud.ico"
!define MUI_UNICON "${MADE}/lookaloud.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
Page custom ShowOptions LeaveOptions
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.ShowOptions un.LeaveOptions
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!include "words.nsh"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
!macro VersionInfo LANGUAGE ABOUT
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${NAME}"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${ABOUT}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "GPL-3.0-or-later"
!macroend
!insertmacro VersionInfo ${LANG_ENGLISH} "Setup of ${NAME}"
!insertmacro VersionInfo ${LANG_GERMAN} "Installation von ${NAME}"

; --- both the setup program and the uninstaller -----------------------------------------------

; Sets $0 to whether the command line has that switch.
!macro HasSwitch NAME
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "${NAME}" $0
  ${If} ${Errors}
    StrCpy $0 0
  ${Else}
    StrCpy $0 1
  ${EndIf}
!macroend

; Ends the running program and waits until its file is free; says so and ends where it isn't.
!macro StopProgram UN
  Function ${UN}StopProgram
    ${IfNot} ${FileExists} "$Folder\${CONSOLE}"
      Return
    ${EndIf}
    DetailPrint "$(STOPPING)"
    again:
    StrCpy $1 0
    ${Do}
      ; Once more after a while: one that only starts does not hear it yet.
      IntOp $0 $1 % ${ASK_EVERY}
      ${If} $0 == 0
        nsExec::Exec /TIMEOUT=20000 '"$Folder\${CONSOLE}" quit'
        Pop $0
      ${EndIf}
      ClearErrors
      FileOpen $0 "$Folder\${PROGRAM}" a
      ${IfNot} ${Errors}
        FileClose $0
        Return
      ${EndIf}
      ${IfNot} ${FileExists} "$Folder\${PROGRAM}"
        Return
      ${EndIf}
      Sleep 250
      IntOp $1 $1 + 1
    ${LoopUntil} $1 >= ${UNLOCK_TRIES}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_RUNNING)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  FunctionEnd
!macroend
!insertmacro StopProgram ""
!insertmacro StopProgram "un."

; --- setup ------------------------------------------------------------------------------------

Function .onInit
  SetShellVarContext current
  ; /D= is not taken.
  StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
  StrCpy $Folder "$INSTDIR"
  !if ${BITS} == 64
    ${IfNot} ${RunningX64}
      MessageBox MB_OK|MB_ICONSTOP "$(NEEDS_64)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  !endif
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(NEEDS_64)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ; An upgrade keeps what the user chose before.
  StrCpy $Autostart 0
  ReadRegStr $0 HKCU "${RUN}" "${NAME}"
  ${If} $0 != ""
    StrCpy $Autostart 1
  ${EndIf}
  !insertmacro HasSwitch "/AUTOSTART"
  ${If} $0 == 1
    StrCpy $Autostart 1
  ${EndIf}
FunctionEnd

Function ShowOptions
  !insertmacro MUI_HEADER_TEXT "$(OPTIONS_TITLE)" "$(OPTIONS_ABOUT)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 36u "$(OPTIONS_WHERE)"
  Pop $0
  ${NSD_CreateCheckbox} 0 44u 100% 12u "$(OPTIONS_AUTOSTART)"
  Pop $AutostartBox
  ${If} $Autostart == 1
    ${NSD_Check} $AutostartBox
  ${EndIf}
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(INSTALL)"
  ; The focus comes to the check box: the text before it is read with the dialog.
  ${NSD_SetFocus} $AutostartBox
  nsDialogs::Show
FunctionEnd

Function LeaveOptions
  ${NSD_GetState} $AutostartBox $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Autostart 1
  ${Else}
    StrCpy $Autostart 0
  ${EndIf}
FunctionEnd

Section "Install"
  Call StopProgram
  ; Whatever an older version had and this one has not goes, too.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR' $0
    ${If} $0 != 0
      MessageBox MB_OK|MB_ICONSTOP "$(OLD_STAYS)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PAYLOAD}/*.*"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_COPIED)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "" "" "" "" "" "$(SHORTCUT_ABOUT)"
  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ; As `lookaloud autostart on` writes it.
  ${If} $Autostart == 1
    WriteRegStr HKCU "${RUN}" "${NAME}" '"$INSTDIR\${PROGRAM}"'
  ${Else}
    DeleteRegValue HKCU "${RUN}" "${NAME}"
  ${EndIf}
SectionEnd

; --- uninstaller ------------------------------------------------------------------------------

Function un.onInit
  SetShellVarContext current
  StrCpy $Folder "$INSTDIR"
  !insertmacro HasSwitch "/PURGE"
  StrCpy $Purge $0
FunctionEnd

Function un.ShowOptions
  !insertmacro MUI_HEADER_TEXT "$(REMOVE_TITLE)" "$(REMOVE_ABOUT)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 36u "$(REMOVE_WHAT)"
  Pop $0
  ${NSD_CreateCheckbox} 0 44u 100% 12u "$(REMOVE_PURGE)"
  Pop $PurgeBox
  ${If} $Purge == 1
    ${NSD_Check} $PurgeBox
  ${EndIf}
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(REMOVE)"
  ${NSD_SetFocus} $PurgeBox
  nsDialogs::Show
FunctionEnd

Function un.LeaveOptions
  ${NSD_GetState} $PurgeBox $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Purge 1
  ${Else}
    StrCpy $Purge 0
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.StopProgram
  !insertmacro RemoveContents
  Delete "$INSTDIR\uninstall.exe"
  ; Only where it is empty.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegValue HKCU "${RUN}" "${NAME}"
  ${If} $Purge == 1
    ; Settings, models, components and marks all lie there.
    RMDir /r "$LOCALAPPDATA\lookaloud"
  ${EndIf}
SectionEnd
