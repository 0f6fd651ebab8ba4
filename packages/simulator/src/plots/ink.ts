/** Colours that can be told apart by everybody, of the palette of Okabe and Ito (2008), and a light tint of the first. */
export const INK = { line: '#0072b2', band: '#cfe3f1', points: '#d55e00', faint: '#d0d0d0' } as const;
