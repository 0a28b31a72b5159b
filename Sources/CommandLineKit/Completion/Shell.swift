/// A shell that completes the program's command lines.
///
/// Its script asks the program itself, so it knows every option of the program that is installed, and runs and presets
/// as they are at that moment.
public enum Shell: String, CaseIterable, ArgumentValue {
  /// Bash 3.2 or newer.
  case bash
  /// Z shell.
  case zsh
  /// Fish 3 or newer.
  case fish

  /// The first argument with which the scripts call the program; the shell's name and the words follow.
  static let request = "__complete"

  /// Whether the shell takes `--name=value` for one word when it completes the value.
  var keepsName: Bool { self == .fish }

  /// The script that the shell reads, for a program of this name.
  public func script(program: String) -> String {
    switch self {
    case .bash: bashScript(program)
    case .zsh: zshScript(program)
    case .fish: fishScript(program)
    }
  }

  private func bashScript(_ program: String) -> String {
    """
    # Completion of \(program) for bash. Read it with: source <(\(program) completions bash)
    _\(program)() {
      local IFS=$'\\n' word=$2 line
      local lines=($("$1" \(Self.request) bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
      [ "$word" = = ] && word=
      COMPREPLY=()
      for line in "${lines[@]:1}"; do COMPREPLY+=("${line%%$'\\t'*}"); done
      case ${lines[0]} in
        files)
          COMPREPLY+=($(compgen -f -- "$word"))
          compopt -o filenames 2>/dev/null
          ;;
        directories)
          COMPREPLY+=($(compgen -d -- "$word"))
          compopt -o filenames 2>/dev/null
          ;;
      esac
    }
    complete -F _\(program) \(program)
    """
  }

  private func zshScript(_ program: String) -> String {
    """
    #compdef \(program)
    # Completion of \(program) for zsh. Save it as _\(program) in a folder of $fpath, or read it with:
    # source <(\(program) completions zsh)
    _\(program)() {
      local -a lines values
      local line
      lines=("${(@f)$("${words[1]}" \(Self.request) zsh "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
      [[ $PREFIX == --*=* ]] && compset -P 1 '*='
      for line in "${(@)lines[2,-1]}"; do
        values+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
      done
      (( $#values )) && _describe '\(program)' values
      case $lines[1] in
        files) _files ;;
        directories) _files -/ ;;
      esac
    }
    if [[ $funcstack[1] == _\(program) ]]; then _\(program) "$@"; else compdef _\(program) \(program); fi
    """
  }

  private func fishScript(_ program: String) -> String {
    """
    # Completion of \(program) for fish. Save it as ~/.config/fish/completions/\(program).fish
    function __\(program)_complete
      set -l words (commandline -opc) (commandline -ct)
      set -l lines ($words[1] \(Self.request) fish $words[2..-1] 2>/dev/null)
      set -l word (commandline -ct)
      set -l name (string match -r -- '^--[^=]*=' $word)
      set -l path (string replace -r -- '^--[^=]*=' '' $word)
      for line in $lines[2..-1]
        echo $line
      end
      switch "$lines[1]"
        case files
          for file in (__fish_complete_path $path)
            echo "$name"$file
          end
        case directories
          for directory in (__fish_complete_directories $path '')
            echo "$name"$directory
          end
      end
    end
    complete -c \(program) -f -a '(__\(program)_complete)'
    """
  }
}
