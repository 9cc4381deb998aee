"""From the screen, a file or the clipboard to a Screenshot."""
