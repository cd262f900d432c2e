"""Opens the documentation page of a running service in Chromium, and calls an operation there as a person would.

Arguments: Chromium, the base URL of the service, the path of an operation that needs neither input nor a login, and a file for
the screenshot.
"""

import json
import sys
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

from playwright.sync_api import expect, sync_playwright

chromium, base, called, screenshot = sys.argv[1:]
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}

with urlopen(urljoin(base, "/openapi.json"), timeout=30) as document:
    declared = json.load(document)
operations = {
    (method.upper(), path) for path, item in declared["paths"].items() for method in item if method in METHODS
}
assert operations, "the document has no operations"

requests, problems = [], []
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1200, "height": 1400})
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: problems.append(f"{request.url} failed: {request.failure}"))
    page.on("response", lambda reply: reply.status >= 400 and problems.append(f"{reply.url} is {reply.status}"))
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on(
        "console",
        lambda line: line.type in ("error", "warning") and problems.append(f"console: {line.type}: {line.text}"),
    )

    # With a slash at its end, too: that leads to the page.
    page.goto(urljoin(base, "/docs/"), wait_until="networkidle")
    assert urlsplit(page.url).path == "/docs", page.url
    assert page.title() == declared["info"]["title"], page.title()
    blocks = page.locator(".opblock")
    expect(blocks).to_have_count(len(operations))
    shown = {
        (block.locator(".opblock-summary-method").inner_text(), block.locator(".opblock-summary-path").get_attribute("data-path"))
        for block in blocks.all()
    }
    assert shown == operations, f"the page and the document differ: {shown ^ operations}"
    expect(page.locator(".errors-wrapper")).to_have_count(0)
    page.screenshot(path=screenshot)

    # The first server of the list is the service that the document came from.
    block = page.locator(".opblock", has=page.locator(f'[data-path="{called}"]'))
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Try it out").click()
    with page.expect_response(lambda reply: reply.request.resource_type == "fetch") as called_reply:
        block.get_by_role("button", name="Execute").click()
    reply = called_reply.value
    assert reply.url == urljoin(base, called) and reply.status == 200, f"{reply.url}: {reply.status}"
    expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    # An open operation shows its body and all of its answers; references that do not resolve are errors.
    expect(block.locator(".responses-table:not(.live-responses-table) .response-col_status").first).to_be_visible()
    expect(page.locator(".errors-wrapper")).to_have_count(0)
    browser.close()

origin = urlsplit(base).netloc
foreign = [url for url in requests if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != origin]
assert not foreign, f"requests to other hosts: {foreign}"
assert len(requests) > 5, requests
assert not problems, "\n".join(problems)
print(f"{len(operations)} operations shown, {len(requests)} requests, all to {origin}")
