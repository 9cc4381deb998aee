# What scripts that make a Debian of their own for the tests share. Sourced, never run. Needs root.

# The mirror that this system takes its own packages from.
mirror() {
  apt-get indextargets --format "\$(LABEL) \$(REPO_URI)" "Created-By: Packages" |
    sed -n 's/^Debian //p' | head -n 1
}

making=""
# make_root ROOT SUITE [FINISH] -- ARGUMENTS: print ROOT, and make it by mmdebstrap where it is not
# there yet. FINISH is called with the new folder before it gets its place.
make_root() {
  local root=$1 suite=$2 finish=: from
  shift 2
  if [ "$1" != -- ]; then finish=$1; shift; fi
  shift
  echo "$root"
  [ -e "$root/.is_whole" ] && return
  from=$(mirror)
  [ -n "$from" ] || { echo "this system takes its packages from no Debian mirror" >&2; return 1; }
  mkdir -p "$(dirname "$root")"
  making=$(mktemp -d "$(dirname "$root")/making-$suite-XXXXXX")
  trap '[ -z "$making" ] || rm -rf --one-file-system "$making"' EXIT
  # Signatures are checked; their age isn't, for a mirror may be a snapshot.
  unshare --mount --propagation private -- \
    mmdebstrap --quiet --mode=root "$@" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
    "$suite" "$making/root" "$from" >&2
  "$finish" "$making/root"
  touch "$making/root/.is_whole"
  # Another that was quicker keeps its place.
  [ -e "$root/.is_whole" ] || { rm -rf --one-file-system "$root"; mv -T "$making/root" "$root"; }
}
