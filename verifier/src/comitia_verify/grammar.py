"""The whole grammar of the record on one page: what a charter holds, and every kind of entry.

A field is ``name=shape``. Shapes: a name from here or from ``shapes.py``; ``a|b`` one of these words; ``x*`` a list
of different x; ``x+`` a list of any x; ``(x,y)`` a list of just these; ``{x:y}`` an object; ``table(a,b)`` a table with
these columns. With ``?`` the field may be left out and is then empty, with ``~`` it is then the value that follows.
"""

CHARTER = """
label     en=text zh=text
window    stage=nominate|vet|notice|shortlist|poll|credentials|certify opens=day closes=day
calendar  zone=text windows=window* holidays=text?
seats     total=positive method=hamilton|adams|dean|huntington-hill|webster|jefferson|fixed minimum=count?
unit      id=id name=label members=positive kind=id~unit organisations=count? seats=count? shares={id:ratio}?
level     id=id name=label list=ratio?
named     id=id name=label
round     id=id opens=day closes=day
nominate  rounds=round* rank_by=organisations|members*~organisations,members
margin    more_than=ratio? at_least=ratio? base=seats|contested~seats
margins   vetted=margin ballot=margin
check     id=id name=label body=id applies_to=text?
veto      grounds=named* deciders=several~2 reply_days=days~5 working_days=flag?
vetting   bodies=named* checks=check* veto=veto
notice    id=id name=label before=vet|shortlist|poll days=days working_days=flag?
quota     id=id name=label group=id of=candidates|elected~candidates kinds=id*? at_least=ratio? at_most=ratio?\
          at_least_count=count? above_membership=flag? as_membership=flag?
quorum    more_than=ratio? at_least=ratio?
poll      quorum=quorum scrutineers=several~2 order=strokes|name|number~number
counting  more_than=ratio? base=due|present|valid~due least_marks=ratio~0 tie=new-vote|lot~new-vote\
          second_vote=threshold|plurality~threshold second_candidates=ratio~2 last_round=positive~3
retention papers_days=days personal_days=days
charter   id=id name=label body=label calendar=calendar seats=seats units=unit* levels=level* groups=named*\
          nomination=nominate margins=margins vetting=vetting notices=notice* quotas=quota* poll=poll counting=counting\
          retention=retention certifiers=several~2 credentials_grounds=named*? assumed=text+?
entry     actor=id body=any kind=text sealed={id:hash}? time=moment
table     sha256=hash rows=count columns=text+
"""

# Each kind, who may write it, in the window of which stage (with >: also after it), its body, and its sealed parts (with ? it need not have them).
ENTRIES = """
election.founded     -                        -           charter=charter rehearsal=flag
officer.appointed    returning_officer        -           officer=id role=role scope=text? / name?
officer.dismissed    returning_officer        -           officer=id role=role scope=text?
seed.recorded        returning_officer        -           seed=text source=text
margin.permitted     returning_officer        -           unit=id authority=text
window.extended      returning_officer        -           unit=id stage=id closes=day
seats.apportioned    returning_officer        -           seats={id:count} certificate={text:ratio} lot=id*?\
                                                          lot_seats=count?
register.adopted     secretary                nominate    unit=id primary=count members=count\
                                                          organisations=table(organisation,parent,level,members)
nominee.entered      secretary                nominate    unit=id person=id groups=id*? / person
nominees.entered     secretary                nominate    unit=id persons=table(person,groups,sealed)
nominee.placed       returning_officer        nominate    unit=id person=id authority=text groups=id*? / person
nominee.withdrawn    secretary                -           unit=id person=id
round.opened         secretary                nominate    unit=id round=id
return.filed         filer,secretary          nominate    unit=id round=id organisation=id participants=count\
                                                          support={id:positive}
returns.imported     secretary                nominate    unit=id round=id returns=table(organisation,participants)\
                                                          support=table(organisation,person,members)
round.closed         secretary                nominate>   unit=id round=id organisations=count returned=count\
                     members=count participants=count nominees=(id,count,count)+\
                     nodes=table(node,level,organisations,returned,members,participants)\
                     lists=table(node,person,organisations,members)
vetting.opened       secretary                vet         unit=id nominees=(id,id*)*
opinion.given        vetter                   vet         unit=id check=id clear=id*? adverse=id*? / grounds?
veto.proposed        vetter                   vet         unit=id person=id ground=id / reasons
veto.seconded        vetter                   vet>        unit=id person=id reply_by=day?
veto.replied         secretary                vet>        unit=id person=id / reply
veto.concluded       vetter,returning_officer vet>        unit=id person=id outcome=stands|lifted
vetting.closed       secretary                vet>        unit=id passed=id* failed=id*
notice.published     secretary                -           unit=id notice=id persons=id* until=day
objection.filed      secretary,returning_officer -        unit=id notice=id objection=id person=id / text,objector?
objection.answered   vetter,returning_officer -           unit=id objection=id outcome=upheld|dismissed / answer
notice.closed        secretary                -           unit=id notice=id
shortlist.made       secretary                shortlist   unit=id candidates=id* total=count placed=id*?\
                                                          prices={id:ratio}?
poll.opened          secretary                poll        unit=id round=count kind=first|tie|second places=count\
                                                          candidates=id* due=positive
attendance.recorded  secretary                poll        unit=id present=count
scrutineers.approved secretary                poll        unit=id scrutineers=id*
papers.accounted     scrutineer               poll        unit=id issued=count returned=count
poll.valid           secretary                poll        unit=id
poll.void            secretary                poll        unit=id
tally.entered        scrutineer               poll        unit=id valid=count blank=count\
                     invalid={ballot.overvote|ballot.undervote|ballot.unreadable:count} tally=(count,count,count)+ / papers?
tally.confirmed      scrutineer               poll        unit=id
tally.rejected       scrutineer               poll        unit=id
outcome.declared     scrutineer               poll        unit=id needed=count elected=id* tied=id*?\
                                                          tied_places=count? open=count? lot=id*?
places.vacant        secretary                poll        unit=id places=count consenting=count
credentials.reviewed credentials              credentials unit=id confirmed=id* refused={id:id}? / reasons?
certificate.signed   certifier                -           delegates=table(unit,person)
election.certified   certifier                -           delegates=table(unit,person) seats=count vacant=count
"""
