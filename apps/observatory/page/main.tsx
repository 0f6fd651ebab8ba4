import { render } from 'preact';
import { begin } from './shell/begin.ts';
import { Page } from './shell/page.tsx';

const place = document.getElementById('page');
if (place !== null) {
  // The server is asked before anything is drawn: it answers meanwhile.
  begin();
  render(<Page />, place);
}
