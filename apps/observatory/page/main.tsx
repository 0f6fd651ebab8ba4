import { render } from 'preact';
import { begin } from './shell/begin.ts';
import { Page } from './shell/page.tsx';

const place = document.getElementById('page');
if (place !== null) {
  render(<Page />, place);
  begin();
}
