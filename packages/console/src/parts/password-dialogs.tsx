import { useState } from 'preact/hooks';
import { api, type User } from '../api/api.js';
import { send } from '../api/send.js';
import { signIn } from '../session.js';
import * as text from '../text.js';
import { ask, type Close } from './ask.js';
import { Dialog } from './dialog.js';
import { PasswordField } from './password-field.js';
import { ProblemNote } from './problem-note.js';
import { useSubmit } from './use-submit.js';
import { TextField } from './text-field.js';
import { FormDialog } from './form-dialog.js';

// Several requests that wait for the same person share one dialog.
let confirming: Promise<boolean> | null = null;
let signingIn: Promise<User | null> | null = null;

/** Asks for the password over the page, and resolves to whether it was given. */
export function askToConfirm(user: User, action: string): Promise<boolean> {
  confirming ??= ask<true>((close) => <Confirmation user={user} action={action} close={close} />)
    .then((answer) => answer === true)
    .finally(() => (confirming = null));
  return confirming;
}

/** Resolves to whoever has signed in, or to `null` if they would rather not. */
export function askToSignIn(email: string): Promise<User | null> {
  signingIn ??= ask<User>((close) => (
    <Dialog title={text.signInAgain} onClose={() => close(null)}>
      <p>{text.signInExpired}</p>
      <SignInForm email={email} onSignedIn={close} />
    </Dialog>
  )).finally(() => (signingIn = null));
  return signingIn;
}

function Confirmation({ user, action, close }: { user: User; action: string; close: Close<true> }) {
  const [password, setPassword] = useState('');
  const submission = useSubmit(async () => {
    await send(api('post', '/sessions/current/confirmation', { body: { password } }), { isQuiet: true });
    close(true);
  });
  return (
    <FormDialog title={text.confirmTitle} of={submission} button={text.confirmButton} close={close}>
      <p>{text.confirmWhy(action)}</p>
      {/* Password managers look for the name beside the password. */}
      <input type="email" autocomplete="username" value={user.email} readOnly hidden />
      <PasswordField
        label={text.signInPassword}
        autocomplete="current-password"
        autofocus
        value={password}
        onInput={setPassword}
      />
    </FormDialog>
  );
}

interface SignInFormProps {
  readonly email?: string;
  readonly onSignedIn: (user: User) => void;
}

export function SignInForm({ email: known = '', onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const { submit, isBusy, error } = useSubmit(async () => onSignedIn(await signIn(email, password)));
  return (
    <form onSubmit={submit}>
      <ProblemNote error={error} fields={['/email', '/password']} />
      <TextField
        label={text.signInEmail}
        pointer="/email"
        error={error}
        type="email"
        autocomplete="username"
        autofocus={known === ''}
        value={email}
        write={setEmail}
      />
      <PasswordField
        label={text.signInPassword}
        pointer="/password"
        error={error}
        autocomplete="current-password"
        autofocus={known !== ''}
        value={password}
        onInput={setPassword}
      />
      <footer>
        <button type="submit" class="main" disabled={isBusy}>
          {isBusy ? text.signInBusy : text.signInButton}
        </button>
      </footer>
    </form>
  );
}
