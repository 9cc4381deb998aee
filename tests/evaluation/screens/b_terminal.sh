cat >"$HOME/session.txt" <<'END'
nadia@kestrel:~/orchard$ ls -l
total 56
-rw-r--r-- 1 nadia staff  1074 Mar  3 09:12 LICENSE
-rw-r--r-- 1 nadia staff  2861 Apr 17 22:05 README.md
-rwxr-xr-x 1 nadia staff   618 Apr 11 13:47 build.sh
drwxr-xr-x 4 nadia staff  4096 May  2 18:30 src
drwxr-xr-x 2 nadia staff  4096 May  2 18:31 tests
nadia@kestrel:~/orchard$ git status
On branch prune-cache
Your branch is ahead of 'origin/prune-cache' by 2 commits.

Changes not staged for commit:
        modified:   src/cache.py
        deleted:    src/legacy.py

Untracked files:
        notes.txt

nadia@kestrel:~/orchard$ pytest -q
.....F....F.....                                          [100%]
FAILED tests/test_cache.py::test_expiry - assert 3 == 4
FAILED tests/test_fruit.py::test_ripeness - KeyError: 'plum'
2 failed, 14 passed in 3.87s
END
exec xterm -T "nadia@kestrel: ~/orchard" -fa "DejaVu Sans Mono" -fs 12 -bg "#101010" -fg "#d0d0d0" \
  -e bash -c 'cat "$HOME/session.txt"; printf "nadia@kestrel:~/orchard$ "; read -r -n 1'
