"""Applying for membership in English, as somebody in an organisation does it."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

NUMBER = "923 609 016"  # nobody's among the demo's members
NAME = "Vestvind Demo Brygge AS"
CONTACT = "Astrid Demo"
EMAIL = "astrid.demo@example.org"
HUMAN = 2_200  # milliseconds; quicker is a robot


def apply(page: Page) -> Iterator[str]:
    """Apply, and stop at every page there is on the way: its name is handed out.

    A wrong number is typed first: it is told of, and the rest stays as it was typed.
    """
    page.goto("/en/membership/")
    main = page.get_by_role("main")
    main.get_by_role("link", name="Apply for membership").first.click()
    main.get_by_role("link", name="Start the application").click()
    write_organisation(page, number="923 609 017")
    go_on(page)
    expect_mistake(page)
    yield "organisation, in error"
    page.get_by_label("Organisation number").fill(NUMBER)
    page.wait_for_timeout(HUMAN)
    go_on(page)
    expect(main).to_contain_text(EMAIL)  # where the link to go on with is sent
    yield "size"
    page.get_by_label("Turnover last year").fill("12 500 000")
    go_on(page, "Show the fee")
    fee = page.get_by_role("region", name="Estimated fee")
    expect(fee).to_contain_text("NOK 13,000 a year")
    expect(fee).to_contain_text("This is an estimate")
    yield "fee"
    go_on(page)
    page.get_by_label("Name of the main contact").fill(CONTACT)
    expect(page.get_by_label("The main contact’s e-mail address")).to_have_value(EMAIL)
    yield "contacts"
    go_on(page)
    page.get_by_label("Our management stands behind").check()
    yield "principles"
    go_on(page)
    page.get_by_label("I agree to this information being stored").check()
    yield "consent"
    go_on(page)
    for written in (NAME, NUMBER, "Florø", CONTACT, EMAIL):
        expect(main).to_contain_text(written)
    yield "summary"
    go_on(page, "Send the application")
    expect(page.locator("#state")).to_contain_text("The application has been sent")
    yield "status"


def write_organisation(page: Page, number: str) -> None:
    """Fill in the first step, at the speed of a person."""
    page.get_by_label("Organisation number").fill(number)
    page.get_by_label("The organisation’s name").fill(NAME)
    page.get_by_label("Company").check()
    page.get_by_label("What is your field of work?").select_option("food")
    page.get_by_label("Location").fill("Florø")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.wait_for_timeout(HUMAN)


def expect_mistake(page: Page) -> None:
    """The number is wrong; everything is as it was typed."""
    summary = page.get_by_role("main").get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Organisation number")
    expect(page.get_by_label("The organisation’s name")).to_have_value(NAME)
    expect(page.get_by_label("Company")).to_be_checked()
    expect(page.get_by_label("What is your field of work?")).to_have_value("food")
    expect(page.get_by_label("Location")).to_have_value("Florø")
    expect(page.get_by_label("Your e-mail address")).to_have_value(EMAIL)


def go_on(page: Page, name: str = "Save and continue") -> None:
    """Send the step."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
