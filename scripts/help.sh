#!/usr/bin/env bash
#
# For other scripts to read in at their beginning: answers --help with the comment that they begin with.

case "${1-}" in
  -h | --help)
    sed -n '2,/^[^#]/ { /^#/!d; s/^# \{0,1\}//; p }' "$0"
    exit 0
    ;;
esac
