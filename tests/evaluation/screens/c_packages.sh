exec zenity --list --checklist --title "Software updates" --width 780 --height 460 \
    --text "8 updates are ready. 2 of them fix security problems. Download size: 214.5 MB. Uncheck what you don't want." \
    --column "Install" --column "Package" --column "Installed" --column "New" --column "Size" --column "Reason" \
    --ok-label "Install now" --cancel-label "Later" \
    TRUE libwebp7 1.2.4-0.2 1.2.4-0.2+deb12u1 "286 kB" "Security" \
    TRUE openssh-client 9.2p1-2 9.2p1-2+deb12u3 "992 kB" "Security" \
    FALSE linux-image-amd64 6.1.112 6.1.119 "68.9 MB" "Kernel" \
    TRUE firefox-esr 115.14 128.5 "62.3 MB" "New version" \
    TRUE gimp 2.10.34 2.10.38 "18.1 MB" "Bug fixes" \
    FALSE libreoffice-writer 7.4.5 7.4.7 "54.0 MB" "Bug fixes" \
    TRUE fonts-noto 20201225 20230817 "9.6 MB" "New version" \
    TRUE tzdata 2024a 2024b "296 kB" "Time zones"
