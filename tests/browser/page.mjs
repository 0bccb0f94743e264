// SPDX-License-Identifier: GPL-2.0-or-later
// The page in Debian's chromium: page.mjs REEL SOURCE NODE_MODULES OUT. Screenshots go to OUT. Exit code 77: skipped.
import { spawn, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';

const [reel, source, modules, out] = process.argv.slice(2);
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path));

function skip(why) {
  console.log('skipped: ' + why);
  process.exit(77);
}
if (!chromium) skip('chromium is not installed');
if (!existsSync(join(modules, 'playwright-core')) || !existsSync(join(modules, 'axe-core'))) {
  skip('playwright-core and axe-core are not installed; run npm ci in tests/browser');
}
const require = createRequire(join(modules, 'x.js'));
const { chromium: engine } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'reel-browser-'));
const index = join(folder, 'films.reel');
execFileSync(reel, ['index', '--quiet', '--index', index, join(source, 'corpus')], { stdio: 'ignore' });
const server = spawn(reel, ['serve', '--index', index, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
const root = await new Promise((done, failed) => {
  server.stderr.on('data', line => { const found = /http:\/\/[^/]+\//.exec(line); if (found) done(found[0]); });
  server.on('exit', code => failed(new Error('the server ended with ' + code)));
});
const browser = await engine.launch({ executablePath: chromium, args: ['--no-sandbox'] });

let problems = [];
let opened = []; // contexts of the scenario that runs
async function open(path, { width = 1200, height = 900, dark = false, script = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: script,
                                             reducedMotion: 'reduce' });
  opened.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on('console', message => { if (message.type() === 'error' && !/404/.test(message.text())) problems.push(message.text()); });
  page.on('pageerror', problem => problems.push(problem.message));
  await page.goto(root + path);
  return page;
}

const count = page => page.locator('#count').textContent();
const chips = page => page.locator('.chip').allInnerTexts().then(all => all.map(text => text.replace(/\s+/g, ' ').trim()));
const first = page => page.locator('.hit h2 a').first();
const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.tagName + ' ' + document.activeElement.textContent.trim());
const shot = (page, name) => page.screenshot({ path: join(out, name + '.png'), fullPage: true });

/* Nothing is on its way any more: what was typed is answered. */
const settled = page => page.waitForFunction(() => !document.body.classList.contains('busy') &&
  document.getElementById('q').value === (new URLSearchParams(location.search).get('q') ?? ''));

async function accessible(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const told = found.violations.map(v => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join('\n    ')}`);
  assert.equal(found.violations.length, 0, `${what}\n  ${told.join('\n  ')}`);
  assert.ok(found.passes.length > 10, 'axe looked at the page');
}

async function fits(page, what) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} pixels too wide`);
}

const tests = {
  async typing_the_founding_query() {
    const page = await open('');
    assert.equal(await focused(page), 'q', 'the box has the focus');
    await page.keyboard.type('black and white Sundance 1992', { delay: 15 });
    await settled(page);
    assert.match(await first(page).innerText(), /In the Soup/);
    const read = await chips(page);
    assert.match(read[0], /^coloration black and white/);
    assert.match(read[1], /^festival Sundance Film Festival 1992/);
    assert.match(page.url(), /q=black\+and\+white\+Sundance\+1992/, 'the address can be kept');
    assert.equal(await page.locator('#live').textContent(), await count(page), 'the count is announced');
    await shot(page, 'typed');
    await accessible(page, 'results');
  },

  async a_chip_is_removed_and_back_brings_it_back() {
    const page = await open('?q=black+and+white+Sundance+1992');
    const before = await count(page);
    await page.locator('.chip', { hasText: 'Sundance' }).click();
    await page.waitForSelector('.chip.words');
    assert.match((await chips(page)).join('|'), /words Sundance 1992/);
    assert.equal(await page.locator('.chip .kind', { hasText: 'festival' }).count(), 0);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector('.chip.words'));
    assert.equal(await count(page), before);
  },

  async a_facet_and_a_bar_are_chosen() {
    const page = await open('?q=film');
    const value = page.locator('aside section', { hasText: 'Genre' }).locator('a').first();
    const expected = parseInt(await value.locator('small').innerText(), 10);
    await value.click();
    await page.waitForSelector('.chip.filter');
    assert.equal(parseInt(await count(page), 10), expected);
    await page.locator('svg a').first().click();
    await page.waitForFunction(() => document.querySelectorAll('.chip.filter').length === 2);
    assert.match(page.url(), /year=/);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll('.chip.filter').length === 1);
    await page.goForward();
    await page.waitForFunction(() => document.querySelectorAll('.chip.filter').length === 2);
  },

  async a_film_is_opened_and_left() {
    const page = await open('?q=soup');
    await first(page).click();
    await page.waitForSelector('header.film');
    assert.equal(await page.locator('header.film h1').evaluate(e => e === document.activeElement), true, 'the title has the focus');
    assert.match(await page.title(), /^In the Soup \(1992\)/);
    assert.ok(await page.locator('.sources li').count() >= 3);
    assert.ok(await page.locator('.similar li').count() > 0);
    await shot(page, 'film');
    await accessible(page, 'a film');
    await page.goBack();
    await page.waitForSelector('.hit');
    assert.equal(await page.inputValue('#q'), 'soup');
    await first(page).click();
    await page.waitForSelector('#back');
    await page.locator('#back').click();
    await page.waitForSelector('.hit');
    assert.match(page.url(), /\?q=soup$/);
  },

  async the_keyboard_alone() {
    const page = await open('');
    await page.keyboard.type('in the s', { delay: 15 });
    await page.waitForSelector('[role=option]');
    assert.equal(await page.getAttribute('#q', 'aria-expanded'), 'true');
    await accessible(page, 'suggestions');
    await page.keyboard.press('ArrowDown');
    const chosen = await page.getAttribute('#q', 'aria-activedescendant');
    assert.equal(await page.locator('#' + chosen).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.getAttribute('#q', 'aria-activedescendant'), null);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('header.film');
    await page.keyboard.press('/');
    assert.equal(await focused(page), 'q');
    await page.keyboard.type('nosferatu', { delay: 15 });
    await page.waitForSelector('[role=option]');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#suggestions').isHidden(), true);
    await page.keyboard.press('Enter');
    await settled(page);
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(page), /osferatu/i);
    await page.keyboard.press('ArrowDown');
    const second = await focused(page);
    await page.keyboard.press('Enter');
    await page.waitForSelector('header.film');
    assert.ok(second.includes((await page.locator('header.film h1').innerText()).replace(/\s+\d+$/, '').trim()));
    await page.keyboard.press('Escape');
    await page.waitForSelector('.hit');
  },

  async the_box_has_the_focus_before_the_page_is_drawn() {
    const page = await open('');
    await page.addInitScript(() => document.addEventListener('DOMContentLoaded', () => { window.focusedFirst = document.activeElement.id; }));
    for (let turn = 0; turn < 10; turn++) {
      await page.reload();
      assert.equal(await page.evaluate(() => window.focusedFirst), 'q', 'keys typed at once are not lost');
    }
  },

  async escape_forestalls_suggestions_that_are_on_their_way() {
    const page = await open('');
    let answer;
    const held = new Promise(done => { answer = done; });
    await page.route('**/suggest?*', async route => { await held; await route.continue().catch(() => {}); });
    const asked = page.waitForRequest('**/suggest?*');
    await page.keyboard.type('nosferatu', { delay: 15 });
    await asked;
    await page.keyboard.press('Escape');
    answer();
    await settled(page);
    assert.equal(await page.inputValue('#q'), 'nosferatu', 'the box is not emptied');
    assert.equal(await page.locator('#suggestions').isHidden(), true);
    assert.match(await first(page).innerText(), /osferatu/i);
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue('#q'), '', 'and the second time it is');
  },

  async a_slow_answer_shows_that_it_is_slow_and_takes_nothing_away() {
    const page = await open('?q=soup');
    let answer;
    const held = new Promise(done => { answer = done; });
    const slow = url => url.searchParams.has('genre');
    await page.route(slow, async route => { await held; await route.continue().catch(() => {}); });
    await page.locator('aside section', { hasText: 'Genre' }).locator('a').first().click();
    await page.waitForSelector('body.busy');
    assert.equal(await page.evaluate(() => getComputedStyle(document.body, '::before').opacity), '1', 'a bar is shown');
    await accessible(page, 'waiting');
    await page.unroute(slow);
    await page.locator('#q').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' nosferatu', { delay: 15 });
    answer();
    await settled(page);
    assert.equal(await page.inputValue('#q'), 'soup nosferatu', 'what was typed meanwhile stays');
  },

  async a_server_that_is_gone_is_told_of() {
    const page = await open('?q=soup');
    const gone = url => url.searchParams.has('film');
    await page.route(gone, route => route.abort());
    await first(page).click();
    await page.waitForSelector('.message');
    assert.match(await page.locator('#live').textContent(), /did not answer/);
    await page.unroute(gone);
    problems = problems.filter(text => !/ERR_FAILED/.test(text));
    await page.getByText('Try again').click();
    await page.waitForSelector('header.film');
  },

  async nothing_found_says_what_to_do() {
    const page = await open('?q=xqzzyv&correction=off');
    assert.equal(await count(page), 'No films');
    await page.getByText('Let the spelling be corrected').click();
    await page.waitForFunction(() => !/correction/.test(location.search));
    await page.getByText('Examples of what can be asked').click();
    await page.waitForSelector('.examples');
    await page.locator('.examples a').first().click();
    await page.waitForSelector('.hit');
  },

  async a_suggestion_tells_its_kind() {
    const page = await open('');
    for (const [typed, kind] of [['in the so', 'film'], ['steve bus', 'person'], ['sundan', 'festival']]) {
      await page.fill('#q', '');
      await page.type('#q', typed);
      await page.waitForFunction(wanted => [...document.querySelectorAll('[role=option] .kind')].some(e => e.textContent.startsWith(wanted)), kind);
    }
  },

  async did_you_mean() {
    const page = await open('?q=stalkar');
    assert.match(await page.locator('.note').first().innerText(), /stalker/);
    await page.locator('.note a').first().click();
    await page.waitForFunction(() => /correction=off/.test(location.search) && /no film has: stalkar/.test(document.body.innerText));
    assert.equal(await page.locator('.note a').count(), 0);
  },

  async a_word_that_is_being_typed_is_no_mistake() {
    const page = await open('');
    await page.keyboard.type('steve busc', { delay: 15 });
    await settled(page);
    assert.match((await page.locator('.hit').allInnerTexts()).join(' '), /Buscemi/);
    assert.equal(await page.locator('.note').count(), 0);
    assert.match(page.url(), /\?q=steve\+busc$/);
  },

  async typing_is_one_step_back() {
    const page = await open('?q=soup');
    await page.fill('#q', '');
    await page.type('#q', 'nosferatu', { delay: 20 });
    await page.waitForFunction(() => /q=nosferatu/.test(location.search) && /osferatu/i.test(document.querySelector('.hit h2')?.textContent));
    await page.goBack();
    await page.waitForFunction(() => /q=soup$/.test(location.search) && document.getElementById('q').value === 'soup' && /Soup/.test(document.querySelector('.hit h2')?.textContent));
  },

  async narrow_and_wide_light_and_dark() {
    for (const [name, path] of [['home', ''], ['results', '?q=black+and+white+Sundance+1992'], ['one', '?film=in-the-soup-1992&q=soup'], ['none', '?q=xqzzyv&correction=off']]) {
      for (const [width, dark] of [[320, false], [390, true], [768, false], [1440, true]]) {
        const page = await open(path, { width, dark });
        await fits(page, `${name} at ${width}`);
        await shot(page, `${name}-${width}${dark ? '-dark' : ''}`);
        await accessible(page, `${name} at ${width}${dark ? ', dark' : ''}`);
        await page.context().close();
      }
    }
  },

  async without_a_script() {
    const page = await open('', { script: false });
    await page.fill('#q', 'soup');
    await page.press('#q', 'Enter');
    await page.waitForSelector('.hit');
    await first(page).click();
    await page.waitForSelector('header.film');
    await page.locator('#back').click();
    await page.waitForSelector('.hit');
  },

  async the_page_of_a_film_prints() {
    const page = await open('?film=in-the-soup-1992&q=soup');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('#form').isVisible(), false);
    assert.equal(await page.locator('header.film h1').isVisible(), true);
  },
};

async function passes(name, test) {
  problems = [];
  try {
    await test();
    assert.deepEqual(problems, [], 'the console is quiet');
    console.log('ok    ' + name);
    return true;
  } catch (problem) {
    console.log(`FAIL  ${name}: ${problem.stack}`);
    return false;
  } finally {
    for (const context of opened.splice(0)) await context.close();
  }
}

let failed = 0;
try {
  for (const [name, test] of Object.entries(tests)) {
    failed += await passes(name, test) ? 0 : 1;
  }
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  const ended = new Promise(done => server.on('exit', done));
  server.kill('SIGTERM');
  const code = await ended;
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) {
    failed++;
    console.log('the server ended with ' + code);
  }
}
process.exit(failed ? 1 : 0);
