import { Component, type ComponentChildren } from 'preact';
import { converseWith } from './api/send.js';
import { matchPath } from './address.js';
import { useAddress } from './navigation.js';
import { Questions } from './parts/ask.js';
import { askToConfirm, askToSignIn } from './parts/password-dialogs.js';
import { ProblemNote } from './parts/problem-note.js';
import { Toasts } from './parts/toasts.js';
import { ROUTES } from './routes.js';
import { findSession, session } from './session.js';
import { SignIn } from './screens/sign-in/sign-in.js';
import { Shell } from './shell.js';
import { useStore } from './store.js';
import * as text from './text.js';

converseWith({
  async confirm(action) {
    return session.value.is === 'in' && askToConfirm(session.value.user, action);
  },
  async signInAgain() {
    if (session.value.is !== 'in') return false;
    const before = session.value.user;
    const user = await askToSignIn(before.email);
    // What somebody else may see is another page.
    if (user !== null && user.id !== before.id) location.reload();
    return user?.id === before.id;
  },
});

export function App() {
  const state = useStore(session);
  return (
    <>
      {state.is === 'in' && (
        <Shell>
          <CurrentScreen />
        </Shell>
      )}
      {state.is === 'out' && <SignIn />}
      {state.is === 'unknown' && state.error !== null && (
        <main class="alone">
          <ProblemNote error={state.error} />
          <button type="button" onClick={() => void findSession()}>
            {text.problemAgain}
          </button>
        </main>
      )}
      <Questions />
      <Toasts />
    </>
  );
}

function CurrentScreen() {
  const { path } = useAddress();
  for (const { path: pattern, screen } of ROUTES) {
    const params = matchPath(pattern, path);
    if (params !== null) return <Boundary key={path}>{screen(params)}</Boundary>;
  }
  return (
    <div class="empty">
      <h1>{text.appNothingHere}</h1>
      <p>{text.appNothingHereHint}</p>
    </div>
  );
}

/** Keeps a defect of one screen from the others. */
class Boundary extends Component<{ children: ComponentChildren }, { error: unknown }> {
  override state = { error: null };

  static override getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: unknown): void {
    console.error(error);
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div class="empty">
        <h1>{text.appDefect}</h1>
        <ProblemNote error={this.state.error} />
        <button type="button" onClick={() => this.setState({ error: null })}>
          {text.problemAgain}
        </button>
      </div>
    );
  }
}
