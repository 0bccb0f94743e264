// SPDX-License-Identifier: GPL-2.0-or-later
// What the page does beyond a form and links: results and suggestions as you type, without loading a page anew.
// The server draws every page; here the inside of <main> is exchanged for that of the address gone to.
(() => {
  'use strict';
  const form = document.getElementById('form');
  const box = document.getElementById('q');
  const list = document.getElementById('suggestions');
  const live = document.getElementById('live');
  const PAUSE = 140; // milliseconds after a key before anything is asked
  let main = document.getElementById('main');
  let asked = null;      // the page that is on its way
  let asking = null;     // the suggestions that are on their way
  let timer = 0;
  let typing = false;    // the newest entry of the history is a query being typed
  let quiet = false;     // no suggestions for what is typed now
  let options = [];      // the suggestions shown
  let chosen = -1;

  const here = () => new URL(location.href);
  const isPage = url => url.origin === location.origin && url.pathname === location.pathname;

  // --- pages ---

  function announce() {
    const count = document.getElementById('count');
    const title = main.querySelector('h1');
    live.textContent = count ? count.textContent : title ? title.textContent : '';
  }

  // typed is what the box held when the page was asked for: what was typed since is the user's, and is searched next.
  function showPage(text, move, typed) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const fresh = page.getElementById('main');
    if (!fresh) throw new Error('no page');
    document.title = page.title;
    document.body.className = page.body.className;
    fresh.removeAttribute('style');
    main.replaceWith(document.adoptNode(fresh));
    main = fresh;
    for (const old of form.querySelectorAll('input[type=hidden]')) old.remove();
    for (const field of page.querySelectorAll('#form input[type=hidden]')) form.insertBefore(document.adoptNode(field), form.lastElementChild);
    announce();
    if (move === 'typing' || box.value !== typed) return;
    box.value = page.getElementById('q').value;
    const heading = main.querySelector('header.film h1');
    if (heading) heading.focus({ preventScroll: true });
    else if (move !== 'back') box.focus({ preventScroll: true });
  }

  // how: 'push', 'replace' or 'none'; move: 'typing', 'back' or 'go'
  async function go(url, how, move) {
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    const typed = box.value;
    if (how === 'push') {
      history.replaceState({ top: scrollY }, '');
      history.pushState({ top: 0 }, '', url);
    } else if (how === 'replace') {
      history.replaceState({ top: 0 }, '', url);
    }
    typing = move === 'typing';
    document.body.classList.add('busy');
    try {
      const page = new URL(url);
      if (typing) page.searchParams.set('unfinished', 'on'); // the last word may be the beginning of one
      const answer = await fetch(page, { headers: { Accept: 'text/html' }, signal: mine.signal });
      const text = await answer.text();
      if (asked !== mine) return;
      showPage(text, move, typed);
      if (move === 'go') {
        const target = url.hash && document.getElementById(url.hash.slice(1));
        if (target) target.scrollIntoView(); else scrollTo(0, 0);
      } else if (move === 'back') {
        scrollTo(0, (history.state && history.state.top) || 0);
      }
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      live.textContent = 'The server did not answer.';
      const note = document.createElement('p');
      const again = document.createElement('a');
      note.className = 'message';
      again.href = url.href;
      again.textContent = 'Try again';
      note.append('The server did not answer. ', again);
      main.replaceChildren(note);
    } finally {
      if (asked === mine) {
        asked = null;
        document.body.classList.remove('busy');
      }
    }
  }

  function queryAddress(text) {
    const url = new URL(location.pathname, location.origin);
    if (text.trim()) url.searchParams.set('q', text);
    for (const field of form.querySelectorAll('input[type=hidden]')) url.searchParams.set(field.name, field.value);
    return url;
  }

  function searchTyped() {
    const url = queryAddress(box.value);
    if (url.href === location.href) return;
    go(url, typing ? 'replace' : 'push', 'typing');
  }

  // --- suggestions ---

  function close() {
    if (asking) asking.abort();
    asking = null;
    options = [];
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  // Nothing more comes of what was typed so far.
  function rest() {
    clearTimeout(timer);
    timer = 0;
    close();
  }

  function choose(at) {
    const rows = list.children;
    if (chosen >= 0 && rows[chosen]) rows[chosen].setAttribute('aria-selected', 'false');
    chosen = at;
    if (chosen < 0) {
      box.removeAttribute('aria-activedescendant');
      return;
    }
    rows[chosen].setAttribute('aria-selected', 'true');
    rows[chosen].scrollIntoView({ block: 'nearest' });
    box.setAttribute('aria-activedescendant', rows[chosen].id);
  }

  function take(at) {
    const option = options[at];
    rest();
    if (option.kind === 'film' && option.id) {
      const url = queryAddress('');
      url.searchParams.set('film', option.id);
      go(url, 'push', 'go');
    } else {
      box.value = option.text;
      go(queryAddress(option.text), 'push', 'go');
    }
  }

  function offer(found) {
    close();
    options = found;
    for (const [at, option] of found.entries()) {
      const row = document.createElement('div');
      const text = document.createElement('span');
      const kind = document.createElement('span');
      row.id = 'option-' + at;
      row.setAttribute('role', 'option');
      row.setAttribute('aria-selected', 'false');
      text.textContent = option.text + (option.year ? ' (' + option.year + ')' : '');
      kind.className = 'kind';
      kind.textContent = option.kind === 'person' && option.field !== 'cast' ? option.kind + ', ' + option.field : option.kind;
      row.append(text, ' ', kind);
      row.addEventListener('mousedown', event => { event.preventDefault(); take(at); });
      list.append(row);
    }
    list.hidden = found.length === 0;
    box.setAttribute('aria-expanded', String(found.length > 0));
  }

  async function suggest() {
    if (asking) asking.abort();
    const typed = box.value;
    if (quiet || typed.trim().length < 2) {
      close();
      return;
    }
    const mine = asking = new AbortController();
    try {
      const answer = await fetch('suggest?limit=8&q=' + encodeURIComponent(typed), { signal: mine.signal });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (asking === mine && document.activeElement === box && box.value === typed) offer(found);
    } catch (problem) {
      if (problem.name !== 'AbortError') close();
    } finally {
      if (asking === mine) asking = null;
    }
  }

  // --- keys ---

  // The films of the page as a list that the arrows walk.
  function walk(step) {
    const links = [...main.querySelectorAll('.hit h2 a, .similar li > a')];
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== box) return false;
    const next = at + step;
    if (next < 0) {
      box.focus();
      scrollTo(0, 0);
    } else if (links[next]) {
      links[next].focus();
    }
    return links.length > 0;
  }

  function boxKey(event) {
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (open) choose((chosen + 1 + step + options.length + 1) % (options.length + 1) - 1);
      else if (step < 0 || !walk(step)) return;
      event.preventDefault();
    } else if (event.key === 'Enter' && open && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (open || asking || timer) { quiet = true; close(); } // those on their way are not wanted either
      else if (box.value) { box.value = ''; box.dispatchEvent(new Event('input')); }
      else box.blur();
    }
  }

  function pageKey(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.target === box) return;
    if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === 'Escape') {
      const back = document.getElementById('back');
      if (back) back.click();
      else { box.focus(); box.select(); }
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && walk(event.key === 'ArrowDown' ? 1 : -1)) {
      event.preventDefault();
    }
  }

  // --- wiring ---

  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', 'suggestions');
  box.setAttribute('aria-expanded', 'false');
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Suggestions');

  box.addEventListener('input', () => {
    quiet = false;
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; suggest(); searchTyped(); }, PAUSE);
  });
  box.addEventListener('keydown', boxKey);
  box.addEventListener('blur', close);
  document.addEventListener('keydown', pageKey);
  form.addEventListener('submit', event => {
    event.preventDefault();
    rest();
    const url = queryAddress(box.value);
    go(url, url.href === location.href || typing ? 'replace' : 'push', 'go');
  });
  document.addEventListener('click', event => {
    const link = event.target.closest && event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.getAttribute('href'), location.href);
    const within = link.getAttribute('href').startsWith('#');
    if (!isPage(url) || within || link.target) return;
    event.preventDefault();
    rest();
    // "Back to the films" is the step back, where that is where the user came from
    if (link.id === 'back' && history.state && history.state.from === url.href) {
      history.back();
      return;
    }
    const from = location.href;
    go(url, 'push', 'go');
    if (url.searchParams.has('film')) history.replaceState({ top: 0, from }, '');
  });
  addEventListener('popstate', event => {
    if (event.state === null && location.hash) return;
    rest();
    go(here(), 'none', 'back');
  });
  history.scrollRestoration = 'manual';
  // autofocus waits for the first picture of the page, and loses what is typed until then
  if (box.autofocus && document.activeElement === document.body) box.focus();
})();
