const waiting = new Map<number, () => void>();

/** Draws with the next frame, or before the page is printed; returns how to leave it. */
export function nextFrame(draw: () => void): () => void {
  const frame = requestAnimationFrame(() => {
    waiting.delete(frame);
    draw();
  });
  waiting.set(frame, draw);
  return () => {
    waiting.delete(frame);
    cancelAnimationFrame(frame);
  };
}

/** Draws at once what waits for a frame, so that it is on paper: that waits for none. */
export function drawForPaper(): void {
  for (const [frame, draw] of waiting) {
    cancelAnimationFrame(frame);
    waiting.delete(frame);
    draw();
  }
}
