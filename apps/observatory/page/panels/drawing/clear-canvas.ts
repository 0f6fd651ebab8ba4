/**
 * Empties a canvas that is drawn anew, and forgets its scale. In two parts: after a whole one Chromium prints what was drawn since as
 * lines and not as what is seen, and its clearing takes away what lies below.
 */
export function clearCanvas(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, 1);
  context.clearRect(0, 1, width, height - 1);
}
