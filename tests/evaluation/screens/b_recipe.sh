cat >"$HOME/lentil-soup.txt" <<'END'
RED LENTIL SOUP

Serves 4, takes 35 minutes

Ingredients
250 g red lentils
1 large onion
2 carrots
3 cloves of garlic
1 tin of tomatoes (400 g)
1.2 litres vegetable stock
2 tsp ground cumin
Juice of half a lemon

Method
1. Chop the onion and the carrots. Fry them in oil for 8 minutes.
2. Add the garlic and the cumin and stir for one minute.
3. Add the lentils, the tomatoes and the stock. Simmer for 20 minutes.
4. Blend until smooth. Season with lemon juice and salt.

Keeps for 3 days in the fridge. Aunt Róisín adds a spoon of harissa.
END
mkdir -p "$XDG_CONFIG_HOME/glib-2.0/settings"
cat >"$XDG_CONFIG_HOME/glib-2.0/settings/keyfile" <<'END'
[org/xfce/mousepad/preferences/window]
path-in-title=false
END
export GSETTINGS_BACKEND=keyfile
exec mousepad "$HOME/lentil-soup.txt"
