# Completion of qdesign in fish. Write it where fish looks for it:
#     qdesign completion fish >~/.config/fish/completions/qdesign.fish
function __qdesign_complete
    set -l found (command qdesign completion fish --line=(commandline -cp | string collect) 2>/dev/null)
    if test "$found" = / # a file
        set -l option (string match -r -- '^--[^=]*=' (commandline -ct))
        set -l path (string replace -r -- '^--[^=]*=' '' (commandline -ct))
        __fish_complete_path "$path" | string replace -r -- '^' "$option"
    else
        printf '%s\n' $found
    end
end
complete -c qdesign -f -a '(__qdesign_complete)'
