import t from 'tap';
import { svgOf } from '../../../../page/panels/drawing/svg-pen.ts';
import { INKS } from '../../testing/drawn.ts';

t.test('an SVG has what was drawn, with names escaped and cells of one colour as one', (t) => {
  const svg = svgOf(
    (pen) => {
      pen.rect(1, 2, 3.21987, 4, '#abcdef', 0.5);
      pen.text(5, 6, 'a<b & "c"', '#fff', 'right');
      pen.line(0, 0, 1, 1, { colour: '#000', isDashed: true });
      const pixels = new Uint8ClampedArray([1, 2, 3, 255, 1, 2, 3, 255, 0, 0, 0, 0, 9, 9, 9, 51]);
      pen.frame(7, 8, 9, 10, { colour: '#123', width: 2, alpha: 0.5 });
      pen.text(0, 0, 'a name that is long', '#fff', 'left', 20);
      pen.shape('M0 0L1 1Z', '#456', { at: { x: 3, y: 4 }, scale: 0.9, alpha: 0.25 });
      pen.shape('M0 0L1 1', 'none', { outline: { colour: '#789', isDashed: true } });
      pen.raster(0, 0, 40, 10, { columns: 4, rows: 1, pixels });
    },
    { width: 100, height: 50 },
    INKS,
    'Tree & more',
  );
  t.match(svg, '<rect x="1" y="2" width="3.22" height="4" fill="#abcdef" fill-opacity="0.5"/>');
  t.match(svg, 'text-anchor="end">a&lt;b &amp; &quot;c&quot;</text>');
  t.match(svg, 'stroke-dasharray');
  const frame =
    '<rect x="7" y="8" width="9" height="10" fill="none" stroke="#123" stroke-width="2" stroke-opacity="0.5"/>';
  t.match(svg, frame);
  t.match(svg, 'textLength="20" lengthAdjust="spacingAndGlyphs">a name that is long</text>');
  t.match(svg, '<path d="M0 0L1 1Z" fill="#456" fill-opacity="0.25" transform="translate(3 4) scale(0.9)"/>');
  t.match(svg, '<path d="M0 0L1 1" fill="none" stroke="#789" stroke-width="1" stroke-dasharray="4 3"/>');
  t.match(svg, '<rect x="0" y="0" width="20" height="10" fill="#010203"/>');
  t.match(svg, '<rect x="30" y="0" width="10" height="10" fill="#090909" fill-opacity="0.2"/>');
  t.match(svg, '<title>Tree &amp; more</title>');
  t.end();
});
