#!/bin/sh
# Opens or closes the readiness gate of all podders: set-gate.sh True|False [SELECTOR]
set -eu
status=$1
selector=${2:-app=podder}
patch="{\"status\":{\"conditions\":[{\"type\":\"pod-contagion/let-in\",\"status\":\"$status\"}]}}"
kubectl get pods -l "$selector" -o name |
  xargs -r -I POD kubectl patch POD --subresource=status --type=strategic -p "$patch"
