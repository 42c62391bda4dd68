"""What is internal, or another's, is reached by no side door."""


async def test_tags_are_offered_to_nobody_but_the_agents_of_their_queue(here):
    await here.ticket()
    await here.people.command(here.bob, here.help, "ticket tag", {"number": 1, "tags": "+fraud-suspect"})
    for user in (here.ann, here.max):
        offered = await here.people.autocomplete(user, here.help, "ticket tag", "tags", "")
        assert [choice.value for choice in offered] == []
    offered = await here.people.autocomplete(here.bob, here.help, "ticket tag", "tags", "")
    assert [choice.value for choice in offered] == ["+fraud-suspect"]


async def test_a_stranger_who_answers_a_question_in_the_intake_asks_one_of_their_own(here):
    question = await here.people.say(here.ann, here.help, "My VPN is down")
    await here.until(here.thread)
    await here.people.say(here.max, here.help, "And my printer burns", reply_to=question)
    await here.until(lambda: here.thread(2))
    await here.settled()
    assert here.state(2).requester == f"discord:@{here.max}"
    assert "Wrote" not in here.facts(1)
    here.people.pings.clear()  # the platform's own, of the reply


async def test_a_requester_who_answers_their_own_question_goes_on_with_it(here):
    question = await here.people.say(here.ann, here.help, "My VPN is down")
    thread = await here.until(here.thread)
    await here.people.say(here.ann, here.help, "Still down", reply_to=question)
    await here.says(thread, "Still down")
    assert here.state(2) is None
