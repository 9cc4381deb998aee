# Fetches the NVDA that NVDA_VERSION and NVDA_SHA256 name, makes a portable copy and starts it with
# no voice, no sounds and no questions. What it would say is in nvda.log.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$work = Join-Path $env:RUNNER_TEMP 'nvda'
$copy = Join-Path $work 'copy'
$config = Join-Path $work 'config'
$launcher = Join-Path $work 'launcher.exe'
$log = Join-Path $PWD.Path 'nvda.log'
New-Item -ItemType Directory -Force $work, $config | Out-Null

$version = $env:NVDA_VERSION
Invoke-WebRequest "https://download.nvaccess.org/releases/$version/nvda_$version.exe" -OutFile $launcher
$hash = (Get-FileHash $launcher -Algorithm SHA256).Hash
if ($hash -ne $env:NVDA_SHA256) { throw "NVDA $version has the SHA-256 $hash" }
$signature = Get-AuthenticodeSignature $launcher
if ($signature.Status -ne 'Valid') { throw "NVDA's signature is $($signature.Status)" }

@"
schemaVersion = 13
[general]
	showWelcomeDialogAtStartup = False
	playStartAndExitSounds = False
	saveConfigurationOnExit = False
	askToExit = False
[update]
	autoCheck = False
	startupNotification = False
	allowUsageStats = False
	askedAllowUsageStats = True
[speech]
	synth = silence
[braille]
	display = noBraille
"@ | Set-Content -Encoding utf8 (Join-Path $config 'nvda.ini')

$made = Start-Process $launcher -PassThru -ArgumentList @(
    '--create-portable-silent', "--portable-path=`"$copy`"", '--minimal', "--config-path=`"$config`""
)
if (-not $made.WaitForExit(300000)) { throw 'No portable copy was made within five minutes' }
$program = Join-Path $copy 'nvda.exe'
if (-not (Test-Path $program)) { throw "The launcher ended with $($made.ExitCode) and made no copy" }

# 12: what NVDA says is logged.
Start-Process $program -ArgumentList @(
    '--minimal', '--log-level=12', "--log-file=`"$log`"", "--config-path=`"$config`""
)
foreach ($second in 1..60) {
    if ((Test-Path $log) -and (Select-String -Quiet -SimpleMatch 'NVDA initialized' $log)) { exit 0 }
    Start-Sleep -Seconds 1
}
if (Test-Path $log) { Get-Content $log -Tail 50 }
throw 'NVDA was not ready within a minute'
