/** A pod, as every part of the toolkit names it. */
export type PodName = Readonly<{ namespace: string; name: string; uid: string }>;
