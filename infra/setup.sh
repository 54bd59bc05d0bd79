# Sourced by up, test and mail: brings a machine to where Callbook can run. Works with the bash 3.2 of macOS.
# Every step says what it does, does nothing when it is done already, and names the command to type when it cannot.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

say() { printf '%s\n' "$*"; }

fail() {
  printf '\n✗ %s\n' "$*" >&2
  exit 69 # EX_UNAVAILABLE of sysexits.h
}

# Runs a command quietly; shows what it printed only when it failed.
quietly() {
  local output status=0
  output=$("$@" 2>&1) || status=$?
  if [ "$status" -ne 0 ]; then printf '%s\n' "$output" >&2; fi
  return "$status"
}

# A path that was given from where the caller stands must still mean the same after we went to the root.
enter_root() {
  local name value
  for name in CALLBOOK_HOME CALLBOOK_CONFIG; do
    value=${!name:-}
    case $value in
      '' | /*) ;;
      *) export "$name=$PWD/$value" ;;
    esac
  done
  cd "$root"
}

need_node() {
  command -v node >/dev/null || fail 'Node.js is missing. Install version 20.19 or newer: https://nodejs.org/en/download'
  command -v npm >/dev/null || fail 'npm is missing. It comes with Node.js: https://nodejs.org/en/download'
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
    fail "Node.js $(node -v) is too old. Install version 20.19 or newer: https://nodejs.org/en/download"
}

# Installs the packages when the lock file, or the machine, is another one than at the last time.
install_packages() {
  local stamp wanted
  stamp=node_modules/.callbook-installed
  wanted="$(cksum <package-lock.json) $(uname -sm)"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
  say '… npm packages (a minute or two the first time)'
  # The model that tells speech from noise needs no graphics card; its runtime would fetch 400 MB for one.
  export ONNXRUNTIME_NODE_INSTALL=skip
  # The lock file lacks the packages of other platforms where a registry did not have them; npm ci refuses that.
  if ! npm ci --no-audit --no-fund >/dev/null 2>&1; then
    quietly npm install --no-save --no-audit --no-fund || fail 'The npm packages could not be installed. Is there a network?'
  fi
  printf '%s' "$wanted" >"$stamp"
  say '✓ npm packages'
}

# build ROOM…: these, and what they use.
build() {
  node_modules/.bin/tsc -b "$@" || fail 'The sources do not compile.'
  say '✓ Built'
}

# The app of the desk, which browsers load: made anew when something in it, or a package, changed.
build_app() {
  local app=services/desk/web
  if [ -f "$app/dist/index.html" ] && [ -z "$(find "$app/src" "$app/public" "$app/index.html" "$app/vite.config.ts" \
    package-lock.json -newer "$app/dist/index.html" -print | head -1)" ]; then return; fi
  quietly node_modules/.bin/vite build "$app" --logLevel warn || fail 'The app of the desk could not be built.'
  say '✓ App'
}

# find_program NAME…: true when one of them is installed. Servers often lie where only the path of root looks.
find_program() {
  local name
  for name in "$@"; do
    PATH="$PATH:/usr/sbin:/usr/local/sbin:/opt/homebrew/bin:/opt/homebrew/sbin" command -v "$name" >/dev/null && return
  done
  return 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_program WHAT APT DNF APK BREW: with the machine's own package manager. `-` where it has no such package.
install_program() {
  local what=$1 command=
  if command -v apt-get >/dev/null; then command="apt-get install -y --no-install-recommends $2"
  elif command -v dnf >/dev/null; then command="dnf install -y $3"
  elif command -v apk >/dev/null; then command="apk add $4"
  elif command -v brew >/dev/null; then command="brew install $5"
  fi
  case $command in
    '' | *' -') fail "$what is missing, and there is no package manager here that we know. Install it and try again." ;;
    brew*) ;;
    *)
      if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        fail "$what is missing. As root, type:  $command"
      fi
      ;;
  esac
  say "… $what: $command"
  case $command in
    # The package may also start a server of its own as a system service. Ours does not mind: it has other ports.
    apt-get*)
      apt_get update || say '  (the package lists could not be renewed; trying with what there is)'
      # shellcheck disable=SC2086
      apt_get ${command#apt-get } || fail "$what could not be installed. Type:  sudo $command"
      ;;
    # shellcheck disable=SC2086
    brew*) quietly $command || fail "$what could not be installed. Type:  $command" ;;
    # shellcheck disable=SC2086
    *) quietly as_root $command || fail "$what could not be installed. Type:  sudo $command" ;;
  esac
  say "✓ $what"
}

apt_get() { quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"; }

need_redis() {
  if [ -n "${REDIS_URL:-}" ] || find_program redis-server valkey-server; then return; fi
  install_program Redis redis-server redis redis redis
}

# Debian's that can do without windows needs a third of the processor time; where it is not to be had, the whole one does.
need_chromium() {
  if find_program chromium-headless-shell; then return; fi
  if find_program chromium chromium-browser google-chrome; then
    # Good enough for whoever would have to be asked for a password first.
    if [ "$(id -u)" -ne 0 ]; then return; fi
  elif command -v apt-get >/dev/null; then
    apt_get update || true
  fi
  if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    install_program Chromium chromium-headless-shell - - -
  elif ! find_program chromium chromium-browser google-chrome; then
    install_program Chromium chromium chromium chromium chromium
  fi
}

# What the tests listen to and with. Debian has it; elsewhere those tests say that they are left out.
need_speech() {
  if ! command -v apt-get >/dev/null; then return; fi
  if ! find_program pocketsphinx_continuous || [ ! -d /usr/share/asterisk/sounds/en_US_f_Allison ]; then
    install_program 'Speech to test with' 'pocketsphinx pocketsphinx-en-us asterisk-core-sounds-en-wav' - - -
  fi
  if ! find_program ffmpeg; then install_program ffmpeg ffmpeg - - -; fi
}

need_dovecot() {
  if find_program dovecot; then return; fi
  install_program Dovecot dovecot-imapd dovecot dovecot dovecot
}
