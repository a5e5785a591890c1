// The page at /docs: Swagger UI, and a form that gets a token for it. It runs as it is here.
const API = '/v1';
const [login, logout, who] = ['login', 'logout', 'who'].map((id) => document.getElementById(id));

// Said where it is seen: at the top, and not where the link to an operation would lead.
if (performance.getEntriesByType('navigation')[0]?.type === 'reload') {
  history.scrollRestoration = 'manual';
  history.replaceState(null, '', location.pathname);
  tell('A reload forgets who has logged in. Log in again, and every request below is yours.', false);
}

// Swagger UI has its own dark colours, and leaves it to the page when to show them.
const dark = matchMedia('(prefers-color-scheme: dark)');
const followScheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followScheme);
followScheme();

/**
 * What assistive technology needs and Swagger UI leaves out: no link within a button, no heading left out between
 * the title and the tags, a name for the part above the operations.
 */
const ACCESSIBLE = ({ React: { createElement, Fragment } }) => ({
  wrapComponents: {
    DeepLink:
      () =>
      ({ text }) =>
        createElement('span', null, text),
    InfoContainer: (Original) => (props) =>
      createElement('section', { 'aria-label': 'About the API' }, createElement(Original, props)),
    operations: (Original) => (props) =>
      createElement(
        Fragment,
        null,
        createElement('h2', { className: 'unseen' }, 'Operations'),
        createElement(Original, props),
      ),
  },
});

/** Names of its fields, which it makes again and again. */

const NAMES = {
  'textarea.body-param__text': 'Body of the request',
  '.examples-select-element': 'Example',
  '.content-type': 'Media type',
};

new MutationObserver(() => {
  for (const [selector, name] of Object.entries(NAMES)) {
    for (const field of document.querySelectorAll(`${selector}:not([aria-label])`)) {
      field.setAttribute('aria-label', name);
    }
  }
}).observe(document.getElementById('api'), { childList: true, subtree: true });

const ui = window.SwaggerUIBundle({
  url: `${API}/openapi.json`,
  dom_id: '#api',
  deepLinking: true,
  plugins: [ACCESSIBLE],
  tryItOutEnabled: true,
  displayRequestDuration: true,
  // Out of the box it would ask a server of its makers whether the document is valid.
  validatorUrl: null,
  requestInterceptor: (request) => ({ ...request, credentials: 'omit' }),
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
    // The cookie of a session in another tab would be a second credential.
    const response = await fetch(API + path, { method, credentials: 'omit', ...content });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  } catch {
    return { status: 0, body: null };
  }
}
