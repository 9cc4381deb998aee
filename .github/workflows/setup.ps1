# Installs the setup program that was built, starts what it installed, installs it once more while
# that runs, and removes it. Fails where anything stays.
$ErrorActionPreference = 'Stop'
$setup = (Get-ChildItem dist/*-setup.exe).FullName
$folder = Join-Path $env:LOCALAPPDATA 'Programs\Lookaloud'
$console = Join-Path $folder 'lookaloud-console.exe'
$run = 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Run'

function Start-AndWait($program, $arguments) {
    $process = Start-Process $program -ArgumentList $arguments -PassThru
    if (-not $process.WaitForExit(300000)) { throw "$program $arguments does not end" }
    if ($process.ExitCode -ne 0) { throw "$program $arguments ended with $($process.ExitCode)" }
}

Start-AndWait $setup '/S'
& $console --version
if ($LASTEXITCODE -ne 0) { throw 'The installed program does not start' }
if ((Get-ItemProperty $run).Lookaloud) { throw 'It starts with the session, and nobody asked for it' }

Start-Process (Join-Path $folder 'lookaloud.exe')
Start-Sleep -Seconds 10
if (-not (Get-Process lookaloud -ErrorAction SilentlyContinue)) { throw 'It does not go on running' }
Start-AndWait $setup '/S /AUTOSTART'
if (Get-Process lookaloud -ErrorAction SilentlyContinue) { throw 'The older version still runs' }
& $console autostart status
if (-not (Get-ItemProperty $run).Lookaloud) { throw 'It does not start with the session' }

# The uninstaller goes on as a copy of itself, which is waited for by what it removes.
Start-AndWait (Join-Path $folder 'uninstall.exe') '/S /PURGE'
foreach ($second in 1..60) {
    if (-not (Test-Path $folder)) { break }
    Start-Sleep -Seconds 1
}
if (Test-Path $folder) { Get-ChildItem -Recurse $folder; throw 'Files stay' }
if ((Get-ItemProperty $run).Lookaloud) { throw 'It still starts with the session' }
if (Test-Path (Join-Path $env:LOCALAPPDATA 'lookaloud')) { throw 'Settings stay' }
