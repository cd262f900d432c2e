// Kitsu, a JSON:API client from npm, against a running server of the El Plano example. Usage: kitsu.mjs URL LOGIN PASSWORD
import assert from 'node:assert/strict';
import Kitsu from 'kitsu';

const [url, login, password] = process.argv.slice(2);

const grant = await fetch(`${url}/oauth/token`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ grant_type: 'password', login, password }),
});
assert.equal(grant.status, 200);
const { access_token: token } = await grant.json();

// Types are singular there and paths are not, so each call names both.
const api = new Kitsu({
  baseURL: `${url}/api/v1`,
  camelCaseTypes: false,
  resourceCase: 'none',
  pluralize: false,
  headers: { Authorization: `Bearer ${token}` },
});
const send = (method, url, type, body, params) => api.request({ method, url, type, body, params });

const me = await api.get('user');
assert.equal(me.data.type, 'user');
const student = me.data.student.data;
assert.equal(student.type, 'student');
assert.equal(typeof student.full_name, 'string', 'the student is included');

// Creates.
const label = await send('POST', 'labels', 'label', { title: `kitsu ${Date.now()}` });
assert.equal(label.status, 201);
assert.match(label.data.id, /^[0-9]+$/);
const made = [];
for (const hour of [10, 11, 12]) {
  const event = await send('POST', 'events', 'event', {
    title: `Seminar at ${hour}`,
    start_at: `2030-01-01T${hour}:00:00Z`,
    timezone: 'UTC',
    eventable: { data: { type: 'student', id: student.id } },
    labels: { data: [{ type: 'label', id: label.data.id }] },
  });
  assert.equal(event.status, 201);
  assert.ok(event.headers.location.endsWith(`/api/v1/events/${event.data.id}`));
  made.push(event.data.id);
}

// Lists, filters, sorts, pages and includes.
const filter = { labels: label.data.id, scope: 'authored' };
const seen = [];
let page = await api.get('events', { params: { filter, sort: '-start_at', page: { number: 1, size: 2 } } });
assert.equal(page.meta.total_pages, 2);
for (;;) {
  seen.push(...page.data.map((event) => event.id));
  assert.ok(page.data.every((event) => event.labels.data.some(({ title }) => title === label.data.title)));
  if (!page.links.next) break;
  page = await send('GET', page.links.next);
}
assert.deepEqual(seen, made.toReversed());

// Updates.
const [first] = made;
const changed = await send('PATCH', `events/${first}`, 'event', { id: first, title: 'Lecture', labels: { data: [] } });
assert.equal(changed.data.title, 'Lecture');
const again = await api.get(`events/${first}`);
assert.equal(again.data.title, 'Lecture');
assert.equal(again.data.timezone, 'UTC', 'what was not sent stays');
assert.deepEqual(again.data.labels?.data ?? [], []);

// Reports what is wrong.
const wrong = await send('PATCH', `events/${first}`, 'event', { id: first, title: '' }).catch((error) => error);
assert.equal(wrong.errors[0].status, '422');
assert.equal(wrong.errors[0].source.pointer, '/data/attributes/title');

// Deletes.
for (const id of made) {
  assert.equal((await api.delete('events', id)).status, 204);
}
const gone = await api.get(`events/${first}`).catch((error) => error);
assert.equal(gone.response.status, 404);
assert.equal((await api.delete('labels', label.data.id)).status, 204);
console.log('kitsu: fine');
