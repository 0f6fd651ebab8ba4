#!/bin/sh
# A program of the image pod-contagion:chaos, by the name this is called by: from its bundle, or from source where there
# is none or something has changed since it was built. `node` is that of the cluster, which comes first in the PATH.
name=${0##*/}
root=$(cd "${0%/*}/../../../../../.." && pwd)
bundle=$root/dist/$name/main.mjs
stamp=$root/dist/built.json
packages=$root/packages
if [ -f "$bundle" ] && [ -f "$stamp" ] && [ -z "$(find "$root/apps/$name/src" "$packages/chaos/src" "$packages/command-line/src" \
  "$packages/cluster-client/src" "$packages/notations/src" "$packages/errors/src" "$packages/toxics/src" -newer "$stamp" -print -quit 2>/dev/null)" ]; then
  exec node "$bundle" "$@"
fi
exec node --conditions=@pod-contagion/source "$root/apps/$name/src/main.ts" "$@"
