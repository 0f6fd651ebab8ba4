#!/bin/sh
# Opens or closes the readiness gate of all podders: set-gate.sh True|False [SELECTOR]
set -eu
status=$1
selector=${2:-app=podder}
patch="{\"status\":{\"conditions\":[{\"type\":\"pod-contagion/let-in\",\"status\":\"$status\"}]}}"
for pod in $(kubectl get pods -l "$selector" -o name); do
  kubectl patch "$pod" --subresource=status --type=strategic -p "$patch" && continue
  # One that is gone meanwhile has no gate.
  [ -z "$(kubectl get "$pod" --ignore-not-found -o name)" ]
done
