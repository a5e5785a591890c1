import { useEffect } from 'preact/hooks';
import { SignInForm } from '../../parts/password-dialogs.js';
import { findSession } from '../../session.js';
import * as text from '../../text.js';

/** The first screen of everybody; the URL stays, so that a link leads where it says. */
export function SignIn() {
  useEffect(() => {
    document.title = `${text.signInTitle} · ${text.appName}`;
  }, []);
  return (
    <main class="alone">
      <h1>{text.signInHeading}</h1>
      <SignInForm onSignedIn={() => void findSession()} />
    </main>
  );
}
