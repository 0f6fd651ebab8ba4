/** Lines for kubectl about one pod, each with what it is for. */
export function kubectlLines(
  pod: string,
  namespace: string,
): readonly Readonly<{ what: string; line: string }>[] {
  const where = namespace === '' ? '' : ` -n ${namespace}`;
  return [
    { what: 'what it is', line: `kubectl get pod ${pod}${where} -o wide` },
    { what: 'what it went through', line: `kubectl describe pod ${pod}${where}` },
    { what: 'what its last container said', line: `kubectl logs ${pod}${where} --previous` },
    {
      what: 'its last words',
      line: `kubectl get pod ${pod}${where} -o jsonpath='{.status.containerStatuses[*].lastState.terminated.message}'`,
    },
    { what: 'its Events', line: `kubectl get events${where} --field-selector involvedObject.name=${pod}` },
  ];
}
