#compdef qdesign
# Completion of qdesign in zsh. Put this line into ~/.zshrc, after compinit:
#     eval "$(qdesign completion zsh)"
_qdesign() {
    local line="${(j: :)words[1,CURRENT]}"
    local -a found
    found=("${(@f)$(command qdesign completion zsh --line="$line" 2>/dev/null)}")
    if [[ $found == / ]]; then # a file
        compset -P '--*='
        _files
    else
        local -a more
        [[ $found[1] != *= ]] || more=(-S '') # its value follows
        _describe qdesign found "${(@)more}"
    fi
}
compdef _qdesign qdesign
