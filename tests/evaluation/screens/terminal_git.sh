mkdir -p "$HOME"
cat >"$HOME/session.txt" <<'TEXT'
tove@larch:~/src/tidewater$ git status
On branch harvest-fix
Your branch is ahead of 'origin/harvest-fix' by 2 commits.
  (use "git push" to publish your local commits)

Changes not staged for commit:
  (use "git add <file>..." to update what will be committed)
        modified:   src/tides.py
        modified:   tests/test_tides.py

Untracked files:
        notes/january.md

no changes added to commit (use "git add" and/or "git commit -a")
tove@larch:~/src/tidewater$ df -h / /home /srv
Filesystem      Size  Used Avail Use% Mounted on
/dev/nvme0n1p2   94G   71G   19G  80% /
/dev/nvme0n1p3  365G  120G  227G  35% /home
/dev/sda1       1.8T  1.7T   98G  95% /srv
tove@larch:~/src/tidewater$ python -m pytest -q
......................F...........                       [100%]
FAILED tests/test_tides.py::test_spring_tide - AssertionError: 4.1 != 4.2
1 failed, 33 passed in 2.48s
tove@larch:~/src/tidewater$ 
TEXT
exec xterm -T "tove@larch: ~/src/tidewater" -fa "DejaVu Sans Mono" -fs 11 -bg "#1b1d1e" -fg "#d8d8d8" -geometry 88x28 -e bash -c 'head -c -1 "$HOME/session.txt"; sleep 1000'
