# Makes what RT's REST2 cannot: a queue with the FaultKey field and one without, a user with rights, a token (printed).
# May be repeated. Run as the user of the web server.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;

my $system = RT->SystemUser;

sub must {
    my ( $ok, $message ) = @_;
    die "$message\n" unless $ok;
    return $ok;
}

my @queues;
for my $name (qw(Network Network-Plain)) {
    my $queue = RT::Queue->new($system);
    $queue->Load($name);
    must( $queue->Create( Name => $name ) ) unless $queue->id;
    push @queues, $queue;
}

my $field = RT::CustomField->new($system);
$field->Load('FaultKey');
must( $field->Create(
    Name => 'FaultKey', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', MaxValues => 1,
) ) unless $field->id;
must( $field->AddToObject( $queues[0] ) ) unless $field->IsAdded( $queues[0]->id );

my $user = RT::User->new($system);
$user->Load('firstline');
must( $user->Create( Name => 'firstline', EmailAddress => 'firstline@example.test', Privileged => 1 ) )
    unless $user->id;
my @rights = qw(SeeQueue ShowTicket ShowTicketComments CreateTicket CommentOnTicket ReplyToTicket ModifyTicket OwnTicket
    SeeCustomField ModifyCustomField SetInitialCustomField);
for my $queue (@queues) {
    for my $right (@rights) {
        next if $user->PrincipalObj->HasRight( Right => $right, Object => $queue );
        must( $user->PrincipalObj->GrantRight( Right => $right, Object => $queue ) );
    }
}

# For each call RT hashes what it is shown once per token of the user, until one fits: older ones make it slow.
my $tokens = RT::AuthTokens->new($system);
$tokens->LimitOwner( VALUE => $user->id );
while ( my $old = $tokens->Next ) { must( $old->Delete ) }

my ( $id, $message, $token ) = RT::AuthToken->new($system)->Create( Owner => $user->id, Description => 'ci' );
must( $id, $message );
print "$token\n";
