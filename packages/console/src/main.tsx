import { render } from 'preact';
import { App } from './app.js';
import { findSession } from './session.js';

render(<App />, document.body);
void findSession();
