import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { PasswordField } from '../../parts/password-field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { findSession, useMe, useSignedIn } from '../../session.js';
import * as text from '../../text.js';
import { TextField } from '../../parts/text-field.js';

/** What one signs in with. Both changes need the current password, and so nothing here can be undone by a click. */
export function EmailAndPassword() {
  return (
    <div class="side-by-side">
      <PasswordForm />
      <EmailForm />
    </div>
  );
}

function PasswordForm() {
  const { user: me, passwordLengthMin } = useSignedIn();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [endAccessKeys, setEndKeys] = useState(false);
  const { submit, isBusy, error } = useSubmit(async () => {
    await send(api('put', '/me/password', { body: { currentPassword, newPassword, endAccessKeys } }));
    setCurrent('');
    setNew('');
    setEndKeys(false);
    say(text.accountPasswordChanged);
    refresh();
  });
  return (
    <form class="card" onSubmit={submit}>
      <h2>{text.accountChangePassword}</h2>
      <p class="muted">{text.accountChangePasswordWhat}</p>
      <ProblemNote error={error} fields={['/currentPassword', '/newPassword']} />
      {/* Password managers look for the name beside the password. */}
      <input type="email" autocomplete="username" value={me.email} readOnly hidden />
      <PasswordField
        label={text.accountCurrentPassword}
        pointer="/currentPassword"
        autocomplete="current-password"
        error={error}
        value={currentPassword}
        onInput={setCurrent}
      />
      <PasswordField
        label={text.accountNewPassword}
        hint={text.accountNewPasswordHint(passwordLengthMin)}
        pointer="/newPassword"
        autocomplete="new-password"
        error={error}
        value={newPassword}
        onInput={setNew}
      />
      <label class="inline">
        <input
          type="checkbox"
          checked={endAccessKeys}
          onChange={(event) => setEndKeys(event.currentTarget.checked)}
        />
        <span>{text.accountEndAccessKeys}</span>
      </label>
      <footer>
        <button type="submit" class="main" disabled={isBusy}>
          {text.accountChangePassword}
        </button>
      </footer>
    </form>
  );
}

function EmailForm() {
  const me = useMe();
  const [email, setEmail] = useState('');
  const [currentPassword, setCurrent] = useState('');
  const { submit, isBusy, error } = useSubmit(async () => {
    const { body } = await send(api('put', '/me/email', { body: { currentPassword, email } }));
    setCurrent('');
    setEmail('');
    say(text.accountEmailChanged(body.email));
    refresh();
    await findSession();
  });
  return (
    <form class="card" onSubmit={submit}>
      <h2>{text.accountChangeEmail}</h2>
      <p class="muted">{text.accountChangeEmailWhat(me.email)}</p>
      <ProblemNote error={error} fields={['/currentPassword', '/email']} />
      <TextField
        label={text.accountNewEmail}
        pointer="/email"
        error={error}
        type="email"
        autocomplete="email"
        value={email}
        write={setEmail}
      />
      <PasswordField
        label={text.accountCurrentPassword}
        pointer="/currentPassword"
        autocomplete="current-password"
        error={error}
        value={currentPassword}
        onInput={setCurrent}
      />
      <footer>
        <button type="submit" class="main" disabled={isBusy}>
          {text.accountChangeEmail}
        </button>
      </footer>
    </form>
  );
}
