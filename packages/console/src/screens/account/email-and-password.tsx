import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { send } from '../../api/send.js';
import { refresh } from '../../api/use-data.js';
import { PasswordField } from '../../parts/password-field.js';
import { ProblemNote } from '../../parts/problem-note.js';
import { say } from '../../parts/toasts.js';
import { useSubmit } from '../../parts/use-submit.js';
import { findSession, useMe, useSignedIn } from '../../session.js';
import { text } from '../../text.js';
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
    say(text.account.passwordChanged);
    refresh();
  });
  return (
    <form class="card" onSubmit={submit}>
      <h2>{text.account.changePassword}</h2>
      <p class="muted">{text.account.changePasswordWhat}</p>
      <ProblemNote error={error} fields={['/currentPassword', '/newPassword']} />
      {/* Password managers look for the name beside the password. */}
      <input type="email" autocomplete="username" value={me.email} readOnly hidden />
      <PasswordField
        label={text.account.currentPassword}
        pointer="/currentPassword"
        autocomplete="current-password"
        error={error}
        value={currentPassword}
        onInput={setCurrent}
      />
      <PasswordField
        label={text.account.newPassword}
        hint={text.account.newPasswordHint(passwordLengthMin)}
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
        <span>{text.account.endAccessKeys}</span>
      </label>
      <footer>
        <button type="submit" class="main" disabled={isBusy}>
          {text.account.changePassword}
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
    say(text.account.emailChanged(body.email));
    refresh();
    await findSession();
  });
  return (
    <form class="card" onSubmit={submit}>
      <h2>{text.account.changeEmail}</h2>
      <p class="muted">{text.account.changeEmailWhat(me.email)}</p>
      <ProblemNote error={error} fields={['/currentPassword', '/email']} />
      <TextField
        label={text.account.newEmail}
        pointer="/email"
        error={error}
        type="email"
        autocomplete="email"
        value={email}
        write={setEmail}
      />
      <PasswordField
        label={text.account.currentPassword}
        pointer="/currentPassword"
        autocomplete="current-password"
        error={error}
        value={currentPassword}
        onInput={setCurrent}
      />
      <footer>
        <button type="submit" class="main" disabled={isBusy}>
          {text.account.changeEmail}
        </button>
      </footer>
    </form>
  );
}
