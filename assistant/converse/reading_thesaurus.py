"""Pure: words that stand for each other on screens and in questions about them.

A table of general vocabulary, by concept. Words of a group mean the same closely enough that a
label with one answers a question with the other; a word may be in several groups, and groups are
not joined: "charge" is a price here and a battery's there.
"""

from __future__ import annotations

GROUPS = """
price cost fare
cost fee charge toll
charge surcharge
fee tariff rate
price rate
total sum together altogether
amount total sum
amount price
amount quantity
due payable owed owe outstanding
pay payment payable
paid payment
salary wage pay income earnings earn
revenue sales turnover income takings
spending expenses spent spend
discount rebate reduction
tax vat gst
bill invoice
fine penalty
shipping delivery postage
refund reimbursement
deposit prepayment
installment instalment
begin start
end finish until
open opening
close closing shut
arrival arrive land landing reach
arrival arrive come delivery expected eta
departure depart leave
boarding board
duration length runtime
duration time
long length duration
deadline due
due until by
pay due
expiry expire expiration valid
birthdate birthday dob born birth
schedule timetable agenda
modified changed edited updated change update
updated refreshed
created made
published posted released release date
date day when
weekly week
daily day
monthly month
yearly year annual annually
hourly hour
sender from author
author writer by write wrote
recipient to receiver addressee
customer client buyer purchaser
seller vendor merchant
employee worker staff
manager boss supervisor leader lead
doctor physician dr
teacher instructor lecturer professor tutor
guest visitor
owner holder
organizer organiser host
passenger traveler traveller
attendee participant invitee
member user
assigned assignee
lastname surname
firstname forename
username login
company organization organisation employer firm business
job position occupation role profession title
department division unit
location place venue address
location room
location where
lives address live
city town
country nation
language lang
destination to
origin from
platform track
postcode zip
street address
hotel accommodation
shop store
status state condition progress
available free vacant
done complete completed finished ready
pending waiting
cancelled canceled
failed failure fail unsuccessful
connected online
disconnected offline
shipped dispatched sent
delayed late delay
running run active
away absent
broken defective
declined rejected refused
approved accepted
locked blocked
sold sell
bought buy purchase order
order purchase
email mail
mail message
message text note
phone telephone mobile
telephone tel
phone tel
phone call
number no nr
picture image photo
car vehicle
parcel package shipment
luggage baggage bag
film movie
song track
medicine drug medication
temperature temp
rain rainy raining precipitation
wind windy
sun sunny
cloud cloudy
snow snowy snowing
humidity humid
weight heavy weigh
height tall high
width wide
depth deep
distance far
speed fast
size big large
size dimension
age old
memory ram
storage disk space
used usage use consumption
left remaining remain free available stock
processor cpu
computer machine device
folder directory
file document doc
version release
brand manufacturer make
model type
type kind sort category group
color colour
quantity qty count
stock availability inventory
rating stars rated
score result points mark grade
frequency often
settings preferences options
remove delete erase
back previous
next forward
exit quit close
find search
print printer
volume loudness
brightness luminosity
battery charge
speed rate
maximum max
minimum min
average mean avg
reference ref
taxi cab
plane flight aircraft
website url homepage
comment remark note
subject topic about
error failure problem fault
error mistake
likely chance probability risk
warning caution
job task
task todo
appointment meeting event
meeting call
gender sex
nationality citizenship
diet dietary
allergy allergic
stop layover stopover
nonstop direct
seat place
class category
calorie kcal energy
portion serving serves
lunch meal
instruction direction
ingredient
signed signature
attachment attached file
password passcode
unread new inbox
spam junk
trash bin deleted
monday mon
tuesday tue tues
wednesday wed
thursday thu thur thurs
friday fri
saturday sat
sunday sun
january jan
february feb
march mar
april apr
june jun
july jul
august aug
september sep sept
october oct
november nov
december dec
space room
noon midday
gain free
people serving serves
goal target
win won victory
population inhabitant people
kid child
rent rental
buy get
height altitude elevation
pressure
heart pulse
percent percentage share
vote
download downloaded
upload uploaded
follower subscriber
view visit
"""

IRREGULAR = """
be been|bear born|become became|begin began begun|bite bit bitten|blow blew blown
break broke broken|bring brought|build built|buy bought|catch caught|choose chose chosen|come came
deal dealt|dig dug|do did done|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|fly flew flown|forget forgot forgotten
freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown|hang hung
hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led
lend lent|lose lost|make made|mean meant|meet met|pay paid|ride rode ridden
ring rang rung|rise rose risen|run ran|say said|see saw seen|sell sold|send sent|shake shook
shine shone|shoot shot|show shown|shrink shrank|sing sang sung|sink sank|sit sat|sleep slept
speak spoke spoken|spend spent|stand stood|steal stole stolen|stick stuck|swim swam|swear swore
take took taken|teach taught|tell told|think thought|throw threw thrown|understand understood
wake woke|wear wore worn|win won|write wrote written|child children|person people|man men
woman women|foot feet|tooth teeth|mouse mice
"""
"""Words and their irregular forms."""

ENDINGS = """
c e y ic er or anc enc ant ent ion ation ition al ity ment nes ful iv ativ ist ly abl ibl ee ur age
ship ian ical ous r t i ering ee en th ry ery ary ancy ency ish
"""
"""What may follow a common beginning of two words of one family: "insurer" and "insurance"."""

CLASSES = """
flight plane train bus ship ferry trip journey connection route line ride ticket booking reservation
product item article good book novel song album film movie show episode game track recipe dish
customer client patient employee worker student pupil teacher user member guest passenger player
person people man woman candidate applicant contact friend colleague author
file folder document photo picture image video page site website app application program device
event meeting appointment lesson course class lecture task job project ticket issue bug
city town country place region company firm shop store hotel restaurant room house flat apartment
car bike vehicle account card contract policy package parcel shipment delivery transaction payment
purchase order invoice bill receipt message mail email letter note post entry option row line
record team club match race report subject animal plant drug medicine exam test server
machine computer
network printer station airport street thing
"""
"""What rows of tables and whole pages are about; seldom what is asked for of them."""

STATES = """
paid unpaid pay due overdue outstanding pending refunded declined settled owed open
delivered shipped dispatched transit arriving arrived arrive returned pending processing sent way
delayed late early cancelled canceled ontime departed boarding arrived landed minutes min
open closed opens closes
running stopped failed fail failure active inactive up down crashed idle paused work works worked
 succeeded success successful passed completed ok
available busy away offline online holiday meeting out vacation absent sick leave
available sold unavailable stock left
done completed complete finished open pending progress todo started ready
approved rejected pending declined accepted review denied
raining rain rainy sunny cloudy snow snowing clear fog storm dry overcast shower showers drizzle
connected disconnected paired online offline
empty full
read unread
married single divorced widowed
confirmed tentative cancelled canceled waitlisted
charging charged plugged
locked unlocked
valid expired invalid
free busy
vegetarian vegan meat
won lost win lose
"""
"""States that exclude each other, by what they are states of: an answer to "is it paid?"."""

SUPERLATIVES = """
cheapest cheaper|min|price cost fare fee rate total amount
dearest dearer|max|price cost fare fee rate total amount
expensive|max|price cost fare fee rate total amount
affordable|min|price cost fare fee rate total amount
latest later newest newer|max|date time
earliest earlier|min|date time
oldest older|max|age
youngest younger|min|age
longest longer|max|duration length
shortest shorter|min|duration length
quickest quicker fastest faster|min|duration
fastest faster|max|speed
slowest slower|max|duration
heaviest heavier|max|weight
lightest lighter|min|weight
tallest taller|max|height
smallest smaller|min|size
largest larger biggest bigger|max|size
best better|max|rating score points
worst worse|min|rating score points
busiest|max|count visitors
warmest warmer hottest hotter|max|temperature
coldest colder coolest cooler|min|temperature
strongest|max|strength
fullest|max|used
highest higher most more greatest maximum largest biggest|max|
lowest lower least less fewest fewer minimum smallest|min|
"""
"""Words that compare, the end of the order they ask for, and labels of what they compare."""
