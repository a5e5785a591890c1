// The page at /docs: Swagger UI, and a form that gets a token for it. It runs as it is here.
const API = '/v1';
const [login, logout, who] = ['login', 'logout', 'who'].map((id) => document.getElementById(id));

// Said where it is seen: at the top, and not where the link to an operation would lead.
if (performance.getEntriesByType('navigation')[0]?.type === 'reload') {
  history.scrollRestoration = 'manual';
  history.replaceState(null, '', location.pathname);
  tell('A reload forgets who has logged in. Log in again, and every request below is yours.', false);
}

const ui = window.SwaggerUIBundle({
  url: `${API}/openapi.json`,
  dom_id: '#api',
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  // Out of the box it would ask a server of its makers whether the document is valid.
  validatorUrl: null,
  responseInterceptor(response) {
    if (response.obj?.code === 'invalid-token') forget('The session has ended: log in again.');
    return response;
  },
});

// In memory only, where no next visitor finds it.
let token = null;
onSubmit(login, async () => {
  const { email, password } = Object.fromEntries(new FormData(login));
  const { status, body } = await send('POST', '/sessions', { email, password });
  if (status !== 201) return tell(body?.detail ?? 'The server does not answer.', true);
  token = body.token;
  ui.preauthorizeApiKey('bearer', token);
  login.reset();
  show(`Logged in as ${body.user.email} (${body.user.role}). A reload logs out.`);
});

onSubmit(logout, async () => {
  await send('DELETE', '/sessions/current');
  forget('Logged out.');
});

function forget(text) {
  token = null;
  ui.authActions.logout(['bearer']);
  show(text);
}

function onSubmit(form, work) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void work();
  });
}

function show(text) {
  login.hidden = token !== null;
  logout.hidden = token === null;
  tell(text, false);
}

function tell(text, isWrong) {
  who.textContent = text;
  who.classList.toggle('wrong', isWrong);
}

async function send(method, path, body) {
  const headers = token === null ? {} : { Authorization: `Bearer ${token}` };
  const content =
    body === undefined
      ? { headers }
      : { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const response = await fetch(API + path, { method, ...content });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  } catch {
    return { status: 0, body: null };
  }
}
