cat > "$HOME/session.txt" <<'END'
ilmari@kotka:~$ df -h --output=source,size,used,avail,pcent,target
Filesystem      Size  Used Avail Use% Mounted on
/dev/nvme0n1p2  234G  198G   24G  90% /
/dev/nvme0n1p1  511M  6.1M  505M   2% /boot/efi
/dev/sda1       932G  407G  525G  44% /media/music
tmpfs           7.8G  124M  7.7G   2% /tmp
ilmari@kotka:~$ ping -c 3 nas.local
PING nas.local (192.168.4.20) 56(84) bytes of data.
64 bytes from 192.168.4.20: icmp_seq=1 ttl=64 time=0.81 ms
64 bytes from 192.168.4.20: icmp_seq=3 ttl=64 time=0.77 ms

--- nas.local ping statistics ---
3 packets transmitted, 2 received, 33% packet loss, time 2041ms
ilmari@kotka:~$ systemctl --failed
  UNIT                 LOAD   ACTIVE SUB    DESCRIPTION
* nightly-sync.service loaded failed failed Copy photos to the NAS

1 loaded units listed.
ilmari@kotka:~$ cp film.mkv /boot/efi
cp: error writing '/boot/efi/film.mkv': No space left on device
END
cat > "$HOME/shell.rc" <<'END'
cat "$HOME/session.txt"
PS1='ilmari@kotka:~$ '
END
exec xterm -T "ilmari@kotka: ~" -xrm 'XTerm*allowTitleOps: false' -fa "DejaVu Sans Mono" -fs 12 \
    -geometry 96x26 -bg '#10202a' -fg '#dfe8e4' -e bash --rcfile "$HOME/shell.rc" -i
