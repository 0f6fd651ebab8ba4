/** Says in words that connections which were open before are reset; nothing where they are not. */
export function describeResets(resetsOpen: boolean | undefined): readonly string[] {
  return resetsOpen === true ? ['resets what is open'] : [];
}
