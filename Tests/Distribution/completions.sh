#!/bin/bash
# What bash offers when Tab is pressed, from the script that is installed.
#     completions.sh SCRIPT
# shellcheck disable=SC1090
source "$1" || exit 1
failed=0

# What Tab at the end of the last word offers, into COMPREPLY.
press() {
  COMP_WORDS=(gelu-accuracy "$@")
  COMP_CWORD=$#
  COMP_LINE="${COMP_WORDS[*]}"
  COMP_POINT=${#COMP_LINE}
  COMPREPLY=()
  _gelu-accuracy gelu-accuracy "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
}

# expect WANTED WORD...: what is wanted is offered, and nothing that does not begin with the last word.
expect() {
  local wanted=$1 reply word
  shift
  press "$@"
  for reply in "${COMPREPLY[@]}"; do
    [[ $reply == "${!#}"* ]] || { echo "$*: offers $reply" >&2 && failed=1; }
  done
  for word in $wanted; do
    [[ " ${COMPREPLY[*]} " == *" $word "* ]] ||
      { echo "$*: no $word among: ${COMPREPLY[*]}" >&2 && failed=1; }
  done
}

# refuse UNWANTED WORD...: it is not offered.
refuse() {
  local unwanted=$1
  shift
  press "$@"
  [[ " ${COMPREPLY[*]} " != *" $unwanted "* ]] || { echo "$*: offers $unwanted" >&2 && failed=1; }
}

expect "erf erfc erf+native" measure er
expect "ggml-f16-table" measure --format float32 gg
refuse ggml-f16-table measure --format bfloat16 gg
expect "bfloat16" measure erf --format b
expect "silu sigmoid softplus" measure erf --function s
expect "ftz" measure erf --flush f
expect "--format --function" measure --f
expect "quick quick+native" split qu
expect "python" validate --snippet p
expect "float8_e5m2" oracle 1 --format float8_e5
exit $failed
