/** What commands have to name, so that they act where this looks. */
export type Place = Readonly<{
  /** As they were given; left out they are what kubectl takes by itself. */
  kubeconfig?: string | undefined;
  context?: string | undefined;
  namespace: string;
  selector: string;
}>;

/** kubectl in that place: its flags for the cluster, then the words, and the namespace. */
export function kubectl(place: Place, ...words: readonly string[]): string {
  return ['kubectl', ...cluster(place), ...words, '-n', word(place.namespace)].join(' ');
}

/** The same without a namespace. */
export function kubectlOfCluster(place: Place, ...words: readonly string[]): string {
  return ['kubectl', ...cluster(place), ...words].join(' ');
}

/** A command of our own in that place. */
export function contagion(place: Place, ...words: readonly string[]): string {
  return ['npx contagion', ...words, ...cluster(place), '-n', word(place.namespace)].join(' ');
}

function cluster({ kubeconfig, context }: Place): readonly string[] {
  return [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${word(kubeconfig)}`]),
    ...(context === undefined ? [] : [`--context=${word(context)}`]),
  ];
}

/** A word as a shell takes it. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
