#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Man pages and completions say what `reel help` says, in words their readers accept.
set -eu
manual=$BUILD/cli/manual
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$*" >&2; exit 1; }

for command in $("$REEL" help | sed -n 's/^  reel \([a-z]*\) .*/\1/p' | sort -u); do
    page=$manual/reel-$command.1
    test -f "$page" || fail "no page for reel $command"
    "$REEL" help "$command" | grep -o '^  --[a-z-]*' | tr -d ' ' >"$work/help"
    sed -n 's/^\\fB\(\\-\\-[a-z\\-]*\)\\fR.*/\1/p' "$page" | tr -d '\\' >"$work/page"
    diff -u "$work/help" "$work/page" || fail "reel help $command and its page disagree"
    for option in $(cat "$work/help"); do
        for completion in reel.bash _reel; do
            sed -n "/^ *$command) /,/;;/p" "$manual/$completion" | grep -q -e "$option" || fail "$completion does not know reel $command $option"
        done
    done
done
if command -v mandoc >/dev/null; then
    for page in "$manual"/*.1; do
        mandoc -T lint -W warning "$page" | grep -v 'missing date' >"$work/lint" || true
        test ! -s "$work/lint" || fail "$(cat "$work/lint")"
    done
fi
# COMP_WORDS as bash hands them over
complete_bash() { # words...
    bash -c 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _reel; printf "%s\n" "${COMPREPLY[@]}"' "$manual/reel.bash" "$@"
}
mkdir "$work/films.reel" && cd "$work"
test "$(complete_bash reel sea)" = search || fail "bash: commands"
test "$(complete_bash reel search --sor)" = --sort || fail "bash: options"
test "$(complete_bash reel search direc)" = director: || fail "bash: fields of a query"
test "$(complete_bash reel search --facet festi)" = festival || fail "bash: fields to count"
test "$(complete_bash reel search --index fil)" = films.reel || fail "bash: index paths"
test "$(complete_bash reel search --index = fil)" = films.reel || fail "bash: index paths behind ="
test "$(complete_bash reel status --format j | tr '\n' ' ')" = "json " || fail "bash: formats"
test "$(complete_bash reel search --format j | tr '\n' ' ')" = "json jsonl " || fail "bash: formats of an answer"
if command -v zsh >/dev/null; then
    zsh -n "$manual/_reel" || fail "zsh cannot read its completions"
    cat >"$work/complete.zsh" <<'EOF'
zmodload zsh/zpty
zpty shell zsh -f -i
out=
shown() { # waits until the shell shows a text, without the escapes that draw it
    repeat 100; do
        while zpty -r -t shell chunk; do out+=$chunk; done
        print -r -- "$out" | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g' | tr -d '\r' | grep -q -F -e "$1" && return
        sleep 0.1
    done
    exit 1
}
zpty -w shell "PROMPT=; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; cd $2; echo rea''dy"
shown ready
zpty -n -w shell "$3"$'\t'
shown "$4"
EOF
    complete_zsh() { # line, what becomes of it
        timeout 30 zsh -f "$work/complete.zsh" "$manual" "$work" "$1" "$2" >/dev/null 2>&1
    }
    complete_zsh 'reel sea' 'reel search ' || fail "zsh: commands"
    complete_zsh 'reel search --sor' 'reel search --sort=' || fail "zsh: options"
    complete_zsh 'reel search direc' 'reel search director:' || fail "zsh: fields of a query"
    complete_zsh 'reel search --index=fil' 'reel search --index=films.reel' || fail "zsh: index paths"
    complete_zsh 'reel status --format=js' 'reel status --format=json' || fail "zsh: formats"
    complete_zsh 'reel help sim' 'reel help similar' || fail "zsh: commands to be helped with"
fi
if command -v fish >/dev/null; then
    HOME=$work XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work
    export HOME XDG_CONFIG_HOME XDG_DATA_HOME
    complete_fish() { fish -c "source '$manual/reel.fish'; complete -C '$1'" | cut -f1; }
    test "$(complete_fish 'reel sea')" = search || fail "fish: commands"
    test "$(complete_fish 'reel search --sor')" = --sort || fail "fish: options"
    test "$(complete_fish 'reel search direc')" = director: || fail "fish: fields of a query"
    test "$(complete_fish 'reel search --index fil')" = films.reel/ || fail "fish: index paths"
    test "$(complete_fish 'reel status --format ' | sort | tr '\n' ' ')" = "json text " || fail "fish: formats"
fi
