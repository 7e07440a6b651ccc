# Completion of qdesign in bash. Put this line into ~/.bashrc:
#     eval "$(qdesign completion bash)"
_qdesign() {
    local found IFS=$'\n'
    found=$(command qdesign completion bash --line="${COMP_LINE:0:COMP_POINT}" --word="$2" 2>/dev/null)
    if [[ $found == / ]]; then # a file
        compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2")) # no compopt in bash 3
    else
        COMPREPLY=($found)
        [[ $found != *= ]] || compopt -o nospace 2>/dev/null # its value follows
    fi
}
complete -F _qdesign qdesign
