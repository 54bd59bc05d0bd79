/** Signs in, or takes up an invitation: its secret stands behind the # of the address, which no server is sent. */
const form = document.getElementById('form');
const problem = document.getElementById('problem');
const invitation = /^#invitation=(.+)$/.exec(location.hash)?.[1];
const asked = new URLSearchParams(location.search).get('to') ?? '/';
const to = /^\/(?![/\\])/.test(asked) ? asked : '/';

const ways = await (await fetch('/api/sign-in')).json();
form.hidden = !ways.passwords;
if (ways.organisation) {
  const link = document.getElementById('organisation');
  link.textContent = `Sign in with ${ways.organisation.name}`;
  link.href = `${ways.organisation.path}?to=${encodeURIComponent(to)}`;
  link.hidden = false;
}
if (new URLSearchParams(location.search).has('error'))
  problem.textContent = 'Your organisation did not let you in, or nothing makes your account one of an agent.';
if (invitation) {
  document.getElementById('lead').textContent = 'Welcome. Choose how you sign in from now on.';
  document.getElementById('name-field').hidden = false;
  form.name.required = true;
  form.password.autocomplete = 'new-password';
  form.password.minLength = 12;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.textContent = '';
  const given = { email: form.email.value, password: form.password.value };
  const [path, body] = invitation
    ? ['/api/invitations/accept', { ...given, name: form.name.value, secret: invitation }]
    : ['/api/session', given];
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (response.ok) return location.replace(to);
  const { detail, errors } = await response.json();
  problem.textContent = errors ? errors.map(({ path, message }) => `${path}: ${message}`).join('; ') : detail;
});
