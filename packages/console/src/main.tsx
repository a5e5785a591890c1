import { render } from 'preact';
import { App } from './app.js';
import { HAS_NO_SESSION } from './mounted.js';
import { findSession, session } from './session.js';

render(<App />, document.body);
if (HAS_NO_SESSION) session.set({ is: 'out' });
else void findSession();
