import { CODE } from '@pod-contagion/observatory';

/**
 * One colour for each condition by its code: the best five of Okabe and Ito's, by the least difference (CIEDE2000 20.0) over normal,
 * deutan, protan and tritan sight. In grey they are alike, so each has a mark as well.
 */
export const COLOURS: readonly string[] = colours();

function colours(): string[] {
  const of: string[] = [];
  of[CODE.starting] = '#999999';
  of[CODE.susceptible] = '#56b4e9';
  of[CODE.incubating] = '#f0e442';
  of[CODE.symptomatic] = '#d55e00';
  of[CODE.waiting] = '#0072b2';
  of[CODE.ended] = 'transparent';
  return of;
}
